/** Every pattern of the source takes time that grows with the text: a log can hold any text of any length. */
import { parseAst } from 'vite'
import { expect, test } from 'vitest'
import { read, sources } from '../project/files.ts'

interface Pattern {
  file: string
  regexp: RegExp
}

/** Every regular expression that stands in a file as a literal. */
function literalsOf(file: string): Pattern[] {
  const found: Pattern[] = []
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const { regex } = node as { regex?: { pattern: string; flags: string } }
    if (regex !== undefined) found.push({ file, regexp: new RegExp(regex.pattern, regex.flags) })
    for (const inner of Object.values(node)) if (typeof inner === 'object') walk(inner)
  }
  walk(parseAst(read(file), { lang: file.endsWith('x') ? 'tsx' : 'ts', astType: 'ts' }))
  return found
}

/** Those that are put together at run time, caught as the engine is loaded. */
async function built(): Promise<Pattern[]> {
  const caught: Pattern[] = []
  const Original = globalThis.RegExp
  globalThis.RegExp = new Proxy(Original, {
    construct(target, [source, flags]: [string, string?]) {
      const regexp = new target(source, flags)
      caught.push({ file: 'built', regexp })
      return regexp
    },
  })
  try {
    await import('../../src/engine/index.ts')
  } finally {
    globalThis.RegExp = Original
  }
  return caught
}

/** Long enough to tell where the time goes up faster than the length, and the length that then has to pass. */
const [SHORT, LONG] = [5000, 60_000]
const SUSPECT_SECONDS = 0.008
const PUMPS = [
  'a',
  'A',
  '0',
  ' ',
  '-',
  '_',
  '.',
  '/',
  '=',
  ',',
  ';',
  ':',
  '&',
  '@',
  '%',
  '"',
  "'",
  '\\',
  '<',
  '(',
  '*',
  '\n',
  '\t',
  '‹',
  'a ',
  'a=',
  'a-',
  'a.',
  'a,',
  '1-',
  'aA',
  'a1',
  '%41',
  '\\"',
  '; ',
  'a@',
  '//',
  'eyJ',
  'http://a/',
  '"a":"',
  'a=1;',
]

/** Words that stand in the pattern itself, which bring a search to where it may go back and forth. */
const wordsIn = (source: string): string[] =>
  [...new Set(source.match(/[A-Za-z][A-Za-z-]{2,}(?:=|:|;|\.)?/g) ?? [])].slice(0, 8)

function stringsFor({ source }: RegExp, length: number): string[] {
  const words = wordsIn(source)
  return [
    ...PUMPS.flatMap((pump) => {
      const text = pump.repeat(length / pump.length)
      return [text, `${text}!`, `${words[0] ?? ''}${text}\u0001`]
    }),
    ...words.map((word) => word.repeat(length / word.length)),
  ]
}

/** A quadratic search of this length takes seconds; a linear one takes none. CPU time, since machines may be busy. */
const MOST_SECONDS = 1.2

function secondsOf(regexp: RegExp, text: string): number {
  const begin = process.cpuUsage().user
  if (regexp.global) text.replace(regexp, '')
  else regexp.test(text)
  return (process.cpuUsage().user - begin) / 1e6
}

test('every pattern is linear', async () => {
  const patterns = [...sources('src/').flatMap(literalsOf), ...(await built())]
  expect(patterns.length).toBeGreaterThan(200)
  const slow = patterns.flatMap(({ file, regexp }) => {
    return stringsFor(regexp, SHORT).flatMap((text, i) => {
      if (secondsOf(regexp, text) < SUSPECT_SECONDS) return []
      const seconds = secondsOf(regexp, stringsFor(regexp, LONG)[i] ?? '')
      return seconds < MOST_SECONDS
        ? []
        : `${file} ${regexp} ${JSON.stringify(text.slice(0, 20))} ${seconds.toFixed(1)} s`
    })
  })
  expect(slow).toEqual([])
}, 300_000)
