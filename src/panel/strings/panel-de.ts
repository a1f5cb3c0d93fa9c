import { EN } from './panel-en.ts'
export const DE = EN
