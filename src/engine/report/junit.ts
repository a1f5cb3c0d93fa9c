/** Report to JUnit XML: one suite a server, one case a request. What the log leaves open is skipped, not passed. */
import { OUTCOMES } from './listing.ts'
import type { Report, ReportFlow } from './model.ts'
import { basisOf, changeOf, headlineOf, requestOf, statusOf } from './phrases.ts'
import { lines, oneLine } from './plain.ts'
import { sinceLines } from './since.ts'

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** XML 1.0 has no way to write most controls and the last two code points of the plane: `oneLine` shows them. */
const xml = (text: string): string =>
  text.replace(/[\ufffe\uffff]/g, '\ufffd').replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '')
const attribute = (text: string): string => xml(oneLine(text))

function bodyOf(flow: ReportFlow): string {
  const [fix] = flow.fixes
  return [
    `${OUTCOMES[flow.outcome]}${flow.doubt === null ? '' : ` (${flow.doubt})`}: ${requestOf(flow)}`,
    `called by ${flow.origin ?? 'an unknown origin'}, ${statusOf(flow)}, entry ${flow.entry}`,
    basisOf(flow),
    ...sinceLines(flow),
    ...(flow.explanation === null ? [] : ['', flow.explanation]),
    ...(flow.blockers.length === 0
      ? []
      : ['', 'Must change:', ...flow.blockers.map((blocker) => `  ${changeOf(blocker)}`)]),
    ...(fix === undefined ? [] : ['', `${fix.file}: ${fix.title}`, fix.code, fix.checked]),
    ...flow.requestIds.map(({ name, value }) => `${name}: ${value}`),
  ].join('\n')
}

function caseOf(flow: ReportFlow): string {
  const open = `    <testcase classname="${attribute(flow.server.origin ?? 'unknown')}" name="${attribute(`${requestOf(flow)} (entry ${flow.entry})`)}"`
  const message = `message="${attribute(headlineOf(flow))}" type="${attribute(flow.reason ?? flow.outcome)}"`
  const body = xml(lines(bodyOf(flow)).join('\n'))
  if (flow.outcome === 'allowed') return `${open}/>`
  if (flow.outcome === 'undetermined')
    return `${open}>\n      <skipped message="${attribute(headlineOf(flow))}"/>\n      <system-out>${body}</system-out>\n    </testcase>`
  return `${open}>\n      <failure ${message}>${body}</failure>\n    </testcase>`
}

const countsIn = (flows: readonly ReportFlow[]): string => {
  const failures = flows.filter(({ outcome }) => outcome === 'blocked' || outcome === 'not-cors').length
  const skipped = flows.filter(({ outcome }) => outcome === 'undetermined').length
  return `tests="${flows.length}" failures="${failures}" errors="0" skipped="${skipped}"`
}

function suitesOf({ flows, source }: Report): string[] {
  const servers = new Map<string, ReportFlow[]>()
  for (const flow of flows) {
    const server = `${source.file === undefined ? '' : `${source.file}: `}${flow.server.origin ?? 'unknown'}`
    const known = servers.get(server)
    if (known === undefined) servers.set(server, [flow])
    else known.push(flow)
  }
  return [...servers].map(
    ([server, own]) =>
      `  <testsuite name="${attribute(server)}" ${countsIn(own)}>\n${own.map(caseOf).join('\n')}\n  </testsuite>`,
  )
}

export function junitReport(reports: readonly Report[]): string {
  const all = reports.flatMap(({ flows }) => flows)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="corscope" ${countsIn(all)}>`,
    ...reports.flatMap(suitesOf),
    '</testsuites>',
    '',
  ].join('\n')
}
