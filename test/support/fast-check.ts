/** Properties run over the same cases each time; `FC_SEED` names others. */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20261122) })
