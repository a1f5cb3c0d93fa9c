/** What the bench measures: the engine as it is shipped, bundled, and not as the test runner transforms it. */
export * from '../../src/engine/index.ts'
export { evaluate } from '../../src/engine/judge/evaluate.ts'
export { LogEvidence } from '../../src/engine/judge/log-evidence.ts'
