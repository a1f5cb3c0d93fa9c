/** Jira's markup read by Atlassian's own parser: what stands in a log stays text. */
import { beforeAll, expect, test } from 'vitest'
import { diagnose, render } from '../../src/engine/index.ts'
import { logs } from '../security/hostile-logs.ts'
import { har, SCENE } from '../support/har.ts'
import { installJira, type JiraNode } from './install.ts'

let parse: ((markup: string) => JiraNode) | null = null
beforeAll(async () => {
  parse = await installJira()
})

const jira = (entries: readonly unknown[]): string => {
  const diagnosis = diagnose(entries, { creator: 'WebInspector', pages: har([]).log.pages })
  return render('jira', { diagnosis, flows: diagnosis.flows })
}

const OWN_NODES = new Set(
  'doc heading paragraph text bulletList listItem table tableRow tableHeader tableCell codeBlock rule'.split(
    ' ',
  ),
)
const OWN_MARKS = new Set(['strong', 'em', 'code', 'link'])
const OWN_LINKS =
  /^https:\/\/(?:[a-z]+\.spec\.whatwg\.org|developer\.mozilla\.org|www\.w3\.org|wicg\.github\.io|datatracker\.ietf\.org|developer\.chrome\.com|www\.rfc-editor\.org|source\.chromium\.org|github\.com)\//

function nodesOf(node: JiraNode): JiraNode[] {
  return [node, ...(node.content ?? []).flatMap(nodesOf)]
}

/** What only a log could have brought in. */
function alive(document: JiraNode): string[] {
  return nodesOf(document).flatMap((node) => [
    ...(OWN_NODES.has(node.type) ? [] : [JSON.stringify(node)]),
    ...(node.marks ?? [])
      .filter(
        ({ type, attrs }) =>
          !OWN_MARKS.has(type) || (type === 'link' && !OWN_LINKS.test(String(attrs?.href))),
      )
      .map((mark) => `${JSON.stringify(mark)} ${node.text}`),
  ])
}

const textOf = (document: JiraNode): string =>
  nodesOf(document)
    .map(({ text = '' }) => text)
    .join('')

test('nothing of a log comes alive, and no cell leaves its row', (context) => {
  if (parse === null) return context.skip()
  for (const entries of [21, 24].flatMap(logs)) {
    const markup = jira(entries)
    const document = parse(markup)
    expect(alive(document), markup).toEqual([])
    for (const { content = [] } of nodesOf(document).filter(({ type }) => type === 'tableRow'))
      expect([4, 5, 6]).toContain(content.length)
  }
})

test('a report reads as it should', (context) => {
  if (parse === null) return context.skip()
  const document = parse(jira(SCENE))
  const headings = nodesOf(document).filter(({ type }) => type === 'heading')
  expect(headings.filter(({ attrs }) => attrs?.level === 2)).toHaveLength(6)
  expect(nodesOf(document).filter(({ type }) => type === 'table').length).toBeGreaterThanOrEqual(5)
  expect(nodesOf(document).filter(({ type }) => type === 'codeBlock').length).toBeGreaterThan(10)
  const text = textOf(document).replaceAll('\u200b', '')
  for (const part of ['https://api.example', 'Access-Control-Allow-Origin', 'Suggested change', 'Back end: '])
    expect(text).toContain(part)
  // no markup is left over as text
  expect(text).not.toMatch(/\{\{|\}\}|\|\||\{code|\{noformat|h[23]\. /)
})
