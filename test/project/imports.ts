/** What a module imports and which names it takes from nowhere, read off its syntax tree. */
import { posix } from 'node:path'
import { parseAst } from 'vite'
import { read } from './files.ts'

interface Node {
  type: string
  [key: string]: unknown
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

const children = (node: Node): [key: string, child: Node][] =>
  Object.entries(node).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).filter(isNode).map((child): [string, Node] => [key, child]),
  )

/** A file is only read when no text is given. */
const treeOf = (file: string, text = read(file)): Node =>
  parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts', astType: 'ts' }) as unknown as Node

function* every(node: Node): Generator<Node> {
  yield node
  for (const [, child] of children(node)) yield* every(child)
}

/** The modules a file names in `import`, `export … from` and `import()`, types too; as written. */
export function importsOf(file: string, text?: string): string[] {
  return [...every(treeOf(file, text))].flatMap((node) => {
    if (!/^(Import|Export\w*)(Declaration|Expression)$/.test(node.type) || !isNode(node.source)) return []
    return typeof node.source.value === 'string' ? [node.source.value] : [`(computed in ${file})`]
  })
}

/** A relative import as a file of the project, any other as it is. */
export const resolveImport = (from: string, specifier: string): string =>
  specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : specifier

/** Names at these places belong to an object or a type, not to the scope. */
const isNameOfMember = (parent: Node, key: string): boolean =>
  (key === 'property' && parent.type === 'MemberExpression' && parent.computed !== true) ||
  (key === 'key' && parent.computed !== true) ||
  key === 'label' ||
  (parent.type.startsWith('TS') && key !== 'expression') ||
  /^(Import|Export)\w*Specifier$/.test(parent.type)

function namesIn(node: Node, pick: (parent: Node, key: string) => boolean, names: Set<string>): Set<string> {
  for (const [key, child] of children(node)) {
    if (child.type === 'Identifier' && pick(node, key)) names.add(String(child.name))
    namesIn(child, pick, names)
  }
  return names
}

/** The places where a name is made: variables, parameters, patterns, functions, classes. */
const isDeclaration = (parent: Node, key: string): boolean =>
  key === 'id' ||
  key === 'params' ||
  key === 'param' ||
  key === 'elements' ||
  key === 'local' ||
  (key === 'left' && parent.type === 'AssignmentPattern') ||
  (key === 'argument' && parent.type === 'RestElement')

/** `{ a, b: c }` on the left side makes a and c; on the right side the same tree would use them. */
const madeByObjectPatterns = (tree: Node): string[] =>
  [...every(tree)]
    .filter(({ type }) => type === 'ObjectPattern')
    .flatMap((pattern) => children(pattern).map(([, property]) => property.value))
    .filter(isNode)
    .map(({ name }) => String(name))

/** The names a file uses as values without making them anywhere in it: globals. */
export function globalsOf(file: string, text?: string): string[] {
  const tree = treeOf(file, text)
  const made = namesIn(tree, isDeclaration, new Set(madeByObjectPatterns(tree)))
  const used = namesIn(tree, (parent, key) => !isNameOfMember(parent, key), new Set())
  return [...used].filter((name) => !made.has(name)).sort()
}

/** Attributes that a person reads or hears. */
const SPOKEN =
  /^(title|label|placeholder|alt|aria-label|aria-description|aria-roledescription|aria-valuetext)$/

const stringsOf = (node: Node): string[] => {
  if (node.type === 'JSXText' || node.type === 'Literal')
    return typeof node.value === 'string' ? [node.value] : []
  if (node.type === 'TemplateElement') return [String((node.value as { cooked: unknown }).cooked)]
  // what is handed to a function, or held in an attribute of its own, is judged there
  if (
    /^(CallExpression|JSXAttribute|JSXElement|MemberExpression|BinaryExpression|ArrowFunction.*)$/.test(
      node.type,
    )
  )
    return []
  return children(node).flatMap(([, child]) => stringsOf(child))
}

const hasWord = (text: string): boolean => /\p{L}{2}/u.test(text)

/** Text in JSX that stands in the code: content of elements, and attributes that are read out or shown. */
export function shownLiterals(file: string, text?: string): string[] {
  return [...every(treeOf(file, text))].flatMap((node) => {
    const shown =
      node.type === 'JSXElement' || node.type === 'JSXFragment'
        ? (node.children as Node[]).filter(({ type }) => /^JSX(Text|ExpressionContainer)$/.test(type))
        : node.type === 'JSXAttribute' && SPOKEN.test(String((node.name as Node).name)) && isNode(node.value)
          ? [node.value]
          : []
    return shown.flatMap(stringsOf).filter(hasWord)
  })
}

/** String literals that read like a sentence or the beginning of one, but for the messages of errors. */
export function sentences(file: string, text?: string): string[] {
  const skipped = new Set<Node>()
  return [...every(treeOf(file, text))].flatMap((node) => {
    if (node.type === 'NewExpression' || skipped.has(node)) {
      for (const [, child] of children(node)) skipped.add(child)
      return []
    }
    return /^(Literal|TemplateElement)$/.test(node.type)
      ? stringsOf(node).filter((value) => /^\p{Lu}\p{L}+ \p{L}+/u.test(value.trim()))
      : []
  })
}
