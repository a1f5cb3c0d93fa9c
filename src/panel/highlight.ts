/** Highlighting, loaded when the first code is shown. A tree of tokens, never HTML: the code is made from a log. */
import bash from 'highlight.js/lib/languages/bash'
import csharp from 'highlight.js/lib/languages/csharp'
import go from 'highlight.js/lib/languages/go'
import http from 'highlight.js/lib/languages/http'
import ini from 'highlight.js/lib/languages/ini'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import nginx from 'highlight.js/lib/languages/nginx'
import php from 'highlight.js/lib/languages/php'
import python from 'highlight.js/lib/languages/python'
import ruby from 'highlight.js/lib/languages/ruby'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'
import { createLowlight } from 'lowlight'
import type { Token } from './code-lines.ts'

const lowlight = createLowlight({
  bash,
  csharp,
  go,
  http,
  ini,
  java,
  javascript,
  json,
  nginx,
  php,
  python,
  ruby,
  typescript,
  xml,
  yaml,
})

/** Names that fixes use and highlight.js does not. */
const ALIASES: Readonly<Record<string, string>> = {
  caddyfile: 'nginx',
  apache: 'nginx',
  haproxy: 'ini',
  toml: 'ini',
  shell: 'bash',
}

type Tree = ReturnType<typeof lowlight.highlight>
type Node = Tree['children'][number]

/** `hljs-keyword` is shown as `keyword`. */
function classOf(node: Node, outer: string): string {
  if (node.type !== 'element') return outer
  const [name] = Array.isArray(node.properties.className) ? node.properties.className : []
  return typeof name === 'string' ? name.replace(/^hljs-/, '') : outer
}

function tokensOf(nodes: readonly Node[], kind: string): Token[] {
  return nodes.flatMap((node) => {
    if (node.type === 'text') return [{ text: node.value, kind }]
    return node.type === 'element' ? tokensOf(node.children as Node[], classOf(node, kind)) : []
  })
}

/** The code as tokens, in order and without a gap; one plain token where the language is not known. */
export function tokens(code: string, language: string): Token[] {
  const name = ALIASES[language] ?? language
  if (!lowlight.registered(name)) return [{ text: code, kind: '' }]
  return tokensOf(lowlight.highlight(name, code).children, '')
}
