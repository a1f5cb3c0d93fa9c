import fc from 'fast-check'
import { parseSync } from 'vite'
import { describe, expect, test } from 'vitest'
import { stoppedAt } from '../../../src/engine/causes/failure.ts'
import { withHeader } from '../../../src/engine/fetch/headers.ts'
import { reachOf, simulate } from '../../../src/engine/fixes/check.ts'
import {
  caddy,
  html,
  js,
  nginx,
  python,
  pythonRegex,
  quoted,
  singleQuoted,
} from '../../../src/engine/fixes/literals.ts'
import { needsOf, policyFor } from '../../../src/engine/fixes/policy.ts'
import type { DraftFix, FixContext } from '../../../src/engine/fixes/recipe.ts'
import { FRAMEWORKS } from '../../../src/engine/fixes/recipes.ts'
import { REMEDIES } from '../../../src/engine/fixes/remedies.ts'
import { replayed } from '../../../src/engine/fixes/replay.ts'
import type { Flow, FlowDiagnosis } from '../../../src/engine/index.ts'
import { judge } from '../../../src/engine/judge/judge.ts'
import { observeAlone } from '../../../src/engine/servers/observed-server.ts'
import { type Call, diagnoseCalls } from '../causes/log.ts'
import { anyCall, hostileCall, OTHER_ORIGIN } from './arbitrary.ts'

const RUNS = { numRuns: 400, seed: 20261122 }
/** Milliseconds: a machine that does much else at once needs more than the usual five seconds. */
const PATIENCE = 60_000

const contextOf = ({ flow, verdict, server, cause, policy }: FlowDiagnosis): FixContext => ({
  actor: stoppedAt(flow, verdict),
  flow,
  verdict,
  server,
  cause,
  policy,
  observed: observeAlone(flow),
})

/** Every draft of every framework, shown or not: whatever a person may choose by hand. */
const draftsOf = (context: FixContext): (DraftFix & { software: string })[] => [
  ...FRAMEWORKS.flatMap((framework) =>
    framework.fixes(context).map((draft) => ({ ...draft, software: framework.id })),
  ),
  ...Object.values(REMEDIES).flatMap(({ software, drafts }) =>
    drafts(context).map((draft) => ({ ...draft, software: software ?? 'plain' })),
  ),
]

const blocked = (calls: readonly Call[]): FlowDiagnosis[] =>
  diagnoseCalls(calls).filter(({ verdict }) => verdict.outcome === 'blocked')

/** The same request, made by a page of another origin. */
function askedBy(flow: Flow, origin: string): Flow {
  const from = <E extends Flow['exchange']>(exchange: E): E => ({
    ...exchange,
    requestHeaders: withHeader(exchange.requestHeaders, 'Origin', origin),
  })
  return {
    ...flow,
    origin: { ...flow.origin, initiator: origin, serialized: origin },
    exchange: from(flow.exchange),
    preflight: flow.preflight === null ? null : from(flow.preflight),
  }
}

/** The same request, asking for another method or header in its preflight. */
function askingFor(flow: Flow, name: string, value: string): Flow {
  const { preflight } = flow
  if (preflight === null) return flow
  return {
    ...flow,
    preflight: { ...preflight, requestHeaders: withHeader(preflight.requestHeaders, name, value) },
  }
}

describe('every proven draft', { timeout: PATIENCE }, () => {
  test('lets this request pass and keeps another origin out', () => {
    fc.assert(
      fc.property(anyCall, (call) => {
        for (const diagnosis of blocked([call])) {
          const context = contextOf(diagnosis)
          for (const draft of draftsOf(context)) {
            if (
              draft.owner === 'front-end' ||
              draft.after.of === 'nothing' ||
              simulate(draft, context, draft.software) !== 'allowed'
            )
              continue
            const after = replayed(
              askedBy(diagnosis.flow, OTHER_ORIGIN),
              draft.after,
              reachOf(context, draft, draft.software),
            )
            expect([draft.title, judge(after, 'include')]).not.toEqual([draft.title, null])
          }
        }
      }),
      RUNS,
    )
  })

  test('lets in no method and no header that the request did not need', () => {
    fc.assert(
      fc.property(anyCall, (call) => {
        for (const diagnosis of blocked([call])) {
          const context = contextOf(diagnosis)
          if (diagnosis.flow.preflight === null) continue
          for (const draft of draftsOf(context)) {
            if (
              draft.owner === 'front-end' ||
              draft.after.of === 'nothing' ||
              simulate(draft, context, draft.software) !== 'allowed'
            )
              continue
            for (const [name, value] of [
              ['Access-Control-Request-Method', 'XYZZY'],
              ['Access-Control-Request-Headers', 'x-never-asked'],
            ] as const) {
              const after = replayed(
                askingFor(diagnosis.flow, name, value),
                draft.after,
                reachOf(context, draft, draft.software),
              )
              expect([draft.title, value, judge(after, 'not-include')]).not.toEqual([
                draft.title,
                value,
                null,
              ])
            }
          }
        }
      }),
      RUNS,
    )
  })

  test('never allows everyone, `null`, or a pattern without an anchor', () => {
    fc.assert(
      fc.property(fc.oneof(anyCall, hostileCall), (call) => {
        for (const diagnosis of blocked([call])) {
          for (const { code, title } of draftsOf(contextOf(diagnosis))) {
            expect(code, title).not.toMatch(
              /(allow-origin|allowedorigins?|allow_origins?|allow_origin_regex|origins?)['"]?\s*[:=,(]*\s*\[?\s*['"]?(\*|null\b|true\b|\.\*)/i,
            )
            // the star of Rails stands for every path
            expect(code.replace("resource '*',", ''), title).not.toMatch(/['"]\*['"]/)
          }
        }
      }),
      RUNS,
    )
  })
})

describe('the policy', { timeout: PATIENCE }, () => {
  test('allows what the request needs and nothing that was not granted before', () => {
    fc.assert(
      fc.property(anyCall, (call) => {
        for (const { flow, verdict, policy } of blocked([call])) {
          if (policy === null) continue
          const needs = needsOf(flow)
          const granted = (flow.preflight?.responseHeaders ?? [])
            .map(([, value]) => value.toLowerCase())
            .join()
          expect(policy.origin).toBe(flow.origin.serialized)
          expect(policy.methods).toEqual(expect.arrayContaining(needs.methods))
          for (const method of policy.methods)
            expect(needs.methods.includes(method) || granted.includes(method.toLowerCase())).toBe(true)
          for (const name of policy.headers)
            expect(needs.headers.includes(name) || granted.includes(name.toLowerCase())).toBe(true)
          expect([...policy.methods, ...policy.headers]).not.toContain('*')
          expect(policyFor(flow, verdict, observeAlone(flow))).toEqual(policy)
        }
      }),
      RUNS,
    )
  })

  test('a curable failure always has a fix that passes, or that says why it was not tested', () => {
    fc.assert(
      fc.property(anyCall, (call) => {
        for (const { policy, fixes, cause } of blocked([call])) {
          if (
            policy === null ||
            cause?.owner === 'extension' ||
            (cause !== null && cause.serverFix !== 'headers')
          )
            continue
          expect(fixes.length).toBeGreaterThan(0)
          // what the page can do comes beside, checked or not
          for (const { check } of fixes)
            if (check.proof === 'untested') expect(check.why.length).toBeGreaterThan(10)
        }
      }),
      RUNS,
    )
  })
})

describe('hostile text', { timeout: PATIENCE }, () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom('\\', '\\"', "\\'", '\n', '\u2028', '$' + '{a}', '"""', "'); x("),
  )

  test('stays inside of its literal', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(new Function(`return ${js(text)}`)()).toBe(text)
        expect(JSON.parse(quoted(text))).toBe(text)
        expect(html(text)).toMatch(/^"[^"<>\n\r]*"$/)
        expect(python(text)).toMatch(/^"(?:[^"\\\n\r]|\\.)*"$/)
        expect(pythonRegex(text)).toMatch(/^r"[^"\n\r]*"$/)
        expect(singleQuoted(text)).toMatch(/^'(?:[^'\\\n\r]|\\.)*'$/)
        expect(nginx(text) ?? '""').toMatch(/^"[^"$\\\n\r]*"$/)
        expect(caddy(text) ?? '""').toMatch(/^"[^"{}`\\\n\r]*"$/)
      }),
      { numRuns: 2000, seed: 7 },
    )
  })

  test('never makes JavaScript that does not parse, nor a second line of text that it brought along', () => {
    fc.assert(
      fc.property(hostileCall, (call) => {
        for (const diagnosis of blocked([call])) {
          for (const { code, language, title } of draftsOf(contextOf(diagnosis))) {
            // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
            expect(code, title).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u2028\u2029]/)
            if (language === 'json') expect(() => JSON.parse(code), title).not.toThrow()
            if (language === 'js' || language === 'ts')
              expect(
                parseSync(`fix.${language}`, code).errors,
                `${title}
${code}`,
              ).toEqual([])
          }
        }
      }),
      RUNS,
    )
  })
})
