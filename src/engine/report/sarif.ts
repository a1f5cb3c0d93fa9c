/** Report to SARIF 2.1.0: one run a log, one rule a reason, one result a flow. */
import type { Outcome } from '../judge/verdict.ts'
import { toJson } from './json.ts'
import { OUTCOMES } from './listing.ts'
import type { Report, ReportFlow } from './model.ts'
import { changeOf, headlineOf, requestOf, statusOf } from './phrases.ts'
import { oneLine } from './plain.ts'
import { sinceLines } from './since.ts'

const SARIF_SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

const LEVELS: Record<Outcome, 'error' | 'warning' | 'note' | 'none'> = {
  blocked: 'error',
  'not-cors': 'warning',
  undetermined: 'note',
  allowed: 'none',
}

const ruleId = ({ reason, outcome }: ReportFlow): string => reason ?? outcome

/** A URI reference as SARIF wants it: no space, nothing outside ASCII. */
const asUri = (text: string): string =>
  encodeURI(text.replace(/[\ud800-\udfff]/g, '?').replaceAll('\\', '/'))
    .replace(/%25([0-9A-F]{2})/gi, '%$1')
    .replace(/[[\]]/g, encodeURIComponent)

function messageOf(flow: ReportFlow): string {
  const doubt = flow.doubt === null ? '' : ` The verdict is ${flow.doubt}.`
  return [
    `${headlineOf(flow)}.`.replace(/([.!?])\.$/, '$1'),
    `${OUTCOMES[flow.outcome]}: ${requestOf(flow)}, called by ${flow.origin ?? 'an unknown origin'} (${statusOf(flow)}).${doubt}`,
    ...sinceLines(flow),
    ...flow.blockers.map((blocker) => `Must change: ${changeOf(blocker)}.`),
  ]
    .map(oneLine)
    .join('\n')
}

function resultOf(flow: ReportFlow, ruleIndex: number, file: string): object {
  const [fix] = flow.fixes
  return {
    ruleId: ruleId(flow),
    ruleIndex,
    level: LEVELS[flow.outcome],
    kind: flow.outcome === 'allowed' ? 'pass' : 'fail',
    message: { text: messageOf(flow) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: asUri(file) } },
        logicalLocations: [
          {
            name: oneLine(requestOf(flow)),
            fullyQualifiedName: `log.entries[${flow.entry}]`,
            kind: 'member',
          },
        ],
      },
    ],
    partialFingerprints: {
      'corscope/request': oneLine(`${ruleId(flow)} ${flow.method} ${flow.url.replace(/[?#][\s\S]*$/, '')}`),
    },
    properties: {
      outcome: flow.outcome,
      certain: flow.certain,
      basis: flow.basis,
      owner: flow.answer.owner,
      causes: flow.causes.map(({ id }) => id),
      entry: flow.entry,
      startedDateTime: flow.startedDateTime,
      requestIds: flow.requestIds.map(({ name, value }) => oneLine(`${name}: ${value}`)),
      ...(fix === undefined
        ? {}
        : {
            fix: {
              file: oneLine(fix.file),
              title: oneLine(fix.title),
              code: fix.code,
              checked: oneLine(fix.checked),
            },
          }),
    },
  }
}

function runOf(report: Report): object {
  const failed = report.flows
  const rules = new Map<string, ReportFlow>()
  for (const flow of failed) if (!rules.has(ruleId(flow))) rules.set(ruleId(flow), flow)
  const ids = new Map([...rules.keys()].map((id, index) => [id, index]))
  const file = report.source.file ?? 'network-log.har'
  return {
    tool: {
      driver: {
        name: report.tool.name,
        version: report.tool.version,
        semanticVersion: report.tool.version,
        rules: [...rules].map(([id, flow]) => ({
          id,
          shortDescription: { text: oneLine(flow.title ?? OUTCOMES[flow.outcome]) },
          ...(flow.docs === null ? {} : { helpUri: flow.docs }),
          defaultConfiguration: { level: LEVELS[flow.outcome] },
        })),
      },
    },
    artifacts: [{ location: { uri: asUri(file) } }],
    results: failed.map((flow) => resultOf(flow, ids.get(ruleId(flow)) ?? 0, file)),
    columnKind: 'utf16CodeUnits',
  }
}

export const sarifReport = (reports: readonly Report[]): string =>
  toJson({ $schema: SARIF_SCHEMA, version: '2.1.0', runs: reports.map(runOf) })
