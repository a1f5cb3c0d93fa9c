/** A diagnosis with what was proven since: the fix that was tried, the verdict that was settled. */
import type { FlowDiagnosis } from '../diagnose.ts'
import { momentOf, type Proof, settledWords } from '../fixes/proof.ts'
import type { Fix } from '../fixes/recipe.ts'
import { blockersOf } from '../judge/blockers.ts'
import type { Verdict } from '../judge/verdict.ts'
import type { Flow } from '../log/flow.ts'

/** A trial sets headers: it proves what a change of the server's headers does, and no other change. */
const isProvable = ({ check, owner, reach }: Fix): boolean =>
  check.proof === 'simulated' && owner !== 'front-end' && reach.maker !== 'page'

function settled(
  flow: Flow,
  verdict: Verdict,
  { at, mode, finding }: Extract<Proof, { kind: 'settled' }>,
): Verdict {
  return {
    ...verdict,
    outcome: 'blocked',
    finding,
    certain: true,
    alternatives: [],
    blockers: blockersOf(flow, finding, mode),
    credentials: { mode, because: settledWords(mode, `at ${momentOf(at)}`) },
  }
}

/** The diagnosis itself where nothing was proven. */
export function withProofs(diagnosis: FlowDiagnosis, proofs: readonly Proof[]): FlowDiagnosis {
  if (proofs.length === 0) return diagnosis
  const trial = proofs.find(({ kind }) => kind === 'trial')
  const decided = proofs.find((proof) => proof.kind === 'settled')
  const fixes =
    trial === undefined
      ? diagnosis.fixes
      : diagnosis.fixes.map((fix): Fix => {
          if (!isProvable(fix) || fix.check.proof !== 'simulated') return fix
          return { ...fix, check: { proof: 'proven', at: trial.at, loses: fix.check.loses } }
        })
  const verdict =
    decided === undefined ? diagnosis.verdict : settled(diagnosis.flow, diagnosis.verdict, decided)
  return { ...diagnosis, fixes, verdict, proofs }
}
