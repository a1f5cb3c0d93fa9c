/** The engine that judges an edited exchange: loaded when somebody edits one. */
export { whatIf } from '../engine/index.ts'
