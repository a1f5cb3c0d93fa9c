/** Every format read by a real parser of its kind: what stands in a log stays text in all of them. */
import { spawnSync } from 'node:child_process'
import MarkdownIt from 'markdown-it'
import rehypeRaw from 'rehype-raw'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { SaxesParser } from 'saxes'
import { unified } from 'unified'
import { describe, expect, it, test } from 'vitest'
import { diagnose, type ReportFormat, render } from '../../src/engine/index.ts'
import { har, SCENE } from '../support/har.ts'
import { hostile, logs } from './hostile-logs.ts'
import { randomFrom } from './random.ts'

const pages = har([]).log.pages

const remark = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeStringify)
const markdownIt = new MarkdownIt({ html: true, linkify: true })

const cmark = (markdown: string): string =>
  spawnSync(
    'cmark-gfm',
    ['--unsafe', '-e', 'table', '-e', 'autolink', '-e', 'strikethrough', '-e', 'tagfilter', '-e', 'tasklist'],
    { input: markdown, encoding: 'utf8' },
  ).stdout
const hasCmark = spawnSync('cmark-gfm', ['--version']).status === 0

const rendered = (format: ReportFormat, entries: readonly unknown[], file?: string): string => {
  const diagnosis = diagnose(entries, { creator: 'WebInspector', pages })
  return render(format, { diagnosis, flows: diagnosis.flows, ...(file === undefined ? {} : { file }) })
}

/** Elements that only a log could have brought in, in HTML made from Markdown. */
function alive(html: string): string[] {
  const own = html
    .replace(/<pre[\s\S]*?<\/pre>/g, '')
    .replace(
      /<a href="(?:https:\/\/(?:[a-z]+\.spec\.whatwg\.org|developer\.mozilla\.org|www\.w3\.org|wicg\.github\.io|datatracker\.ietf\.org|developer\.chrome\.com|www\.rfc-editor\.org|source\.chromium\.org|github\.com)\/)[^"]*"[^>]*>/g,
      '',
    )
  return own.match(/<(?:img|script|iframe|svg|del|s|input|sup|section|style|a [^>]*)\b[^>]*>/g) ?? []
}

function check(toHtml: (markdown: string) => string): void {
  for (const entries of logs(11)) {
    const html = toHtml(rendered('markdown', entries))
    expect(alive(html)).toEqual([])
    // the table of a report of two has a row for each, and no cell more than its head
    for (const row of html.match(/<tr>[\s\S]*?<\/tr>/g) ?? [])
      expect([4, 5, 6]).toContain((row.match(/<t[dh]/g) ?? []).length)
  }
}

describe('Markdown', () => {
  test('remark-gfm', () => check((markdown) => String(remark.processSync(markdown))))
  test('markdown-it', () => check((markdown) => markdownIt.render(markdown)))
  it.skipIf(!hasCmark)('cmark-gfm, GitHub’s own', () => check(cmark))
})

describe('XML', () => {
  const parse = (xml: string): string[] => {
    const names: string[] = []
    const parser = new SaxesParser()
    parser.on('error', (error) => {
      throw error
    })
    parser.on('opentag', ({ name }) => names.push(name))
    parser.write(xml).close()
    return names
  }

  test('JUnit is well-formed, and holds no element but its own', () => {
    for (const entries of logs(12)) {
      const names = new Set(parse(rendered('junit', entries, hostile(randomFrom(1)))))
      expect(
        [...names].filter((name) => !/^(testsuites?|testcase|failure|skipped|system-out)$/.test(name)),
      ).toEqual([])
    }
  })

  test('counts are those of the cases', () => {
    const xml = rendered('junit', SCENE)
    expect(xml).toContain('<testsuites name="corscope" tests="6" failures="5" errors="0" skipped="0">')
    expect(parse(xml).filter((name) => name === 'failure')).toHaveLength(5)
  })
})

describe('SARIF', () => {
  interface Sarif {
    version: string
    runs: {
      tool: { driver: { name: string; rules: { id: string }[] } }
      results: {
        ruleId: string
        ruleIndex: number
        level: string
        message: { text: string }
        locations: { physicalLocation: { artifactLocation: { uri: string } } }[]
      }[]
    }[]
  }

  test('rules, levels and addresses are as the standard wants them', () => {
    for (const entries of [...logs(13), [...SCENE]]) {
      const sarif = JSON.parse(rendered('sarif', entries, `a b[1]%${hostile(randomFrom(2))}.har`)) as Sarif
      expect(sarif.version).toBe('2.1.0')
      for (const { tool, results } of sarif.runs) {
        expect(new Set(tool.driver.rules.map(({ id }) => id)).size).toBe(tool.driver.rules.length)
        for (const { ruleId, ruleIndex, level, message, locations } of results) {
          expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
          expect(['none', 'note', 'warning', 'error']).toContain(level)
          expect(message.text.length).toBeGreaterThan(0)
          const uri = locations[0]?.physicalLocation.artifactLocation.uri ?? ''
          expect(uri).toMatch(/^(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$/)
          expect(() => new URL(uri, 'https://a.example/')).not.toThrow()
        }
      }
    }
  })
})

describe('the minimal HAR', () => {
  interface Har {
    log: { creator: { name: string }; pages: unknown[]; entries: unknown[]; comment: string }
  }
  const readBack = (entries: readonly unknown[]) => {
    const before = diagnose(entries, { creator: 'WebInspector', pages })
    const { log } = JSON.parse(render('har', { diagnosis: before, flows: before.flows })) as Har
    const after = diagnose(log.entries, { creator: log.creator.name, pages: log.pages })
    const verdicts = ({ flows }: typeof before) =>
      flows.map(({ verdict: { outcome, finding } }) => [outcome, finding?.reason])
    return { before: verdicts(before), after: verdicts(after), log }
  }

  test('reads back to the same verdicts', () => {
    const { before, after, log } = readBack(SCENE)
    expect(after).toEqual(before)
    expect(log.comment).toContain('it gives the same verdicts')
  })

  test('holds the entries of the failure and no others', () => {
    const diagnosis = diagnose(SCENE, { creator: 'WebInspector', pages })
    const put = diagnosis.flows.filter(({ flow }) => flow.exchange.method === 'PUT')
    const { log } = JSON.parse(render('har', { diagnosis, flows: put })) as Har
    expect(log.entries).toHaveLength(2)
  })

  test('says so where it does not', () => {
    for (const entries of logs(14)) {
      const { before, after, log } = readBack(entries)
      const same = JSON.stringify(before) === JSON.stringify(after)
      expect(log.comment.includes('it gives the same verdicts')).toBe(same)
    }
  })
})

describe('HTML', () => {
  test('holds no script, no request and nothing of the log as markup', () => {
    for (const entries of logs(15)) {
      const html = rendered('html', entries)
      expect(html).toContain("default-src 'none'")
      const tags = new Set([...html.matchAll(/<([a-z][a-z0-9]*)/gi)].map(([, tag]) => tag?.toLowerCase()))
      for (const tag of ['script', 'img', 'iframe', 'link', 'object', 'form', 'base'])
        expect(tags).not.toContain(tag)
      for (const [, , value] of html.matchAll(/\s(href|src|action)="([^"]*)"/g))
        expect(value).toMatch(/^(?:#flow-\d+|https:\/\/[a-z.]+\/\S*)$/)
      expect(html).not.toMatch(/<[^>]*\son[a-z]+=/)
    }
  })
})

test('a prompt keeps the text of a log between its fences', () => {
  for (const entries of logs(16)) {
    const prompt = rendered('prompt', entries)
    const html = markdownIt.render(prompt)
    expect(html.match(/<h2>/g)?.length).toBe(
      (prompt.match(/^## (?:\d+\. )?(?:Task|Facts|Suggested change|Done when the server sends)$/gm) ?? [])
        .length,
    )
  }
})
