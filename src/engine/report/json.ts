/** Report to JSON, after schema.json: nothing in it that a terminal obeys. */
import type { Report } from './model.ts'

const UNSEEN = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g

export const toJson = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replace(
    UNSEEN,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )}\n`

/** One report for one log, an array for several. */
export const jsonReports = (reports: readonly Report[]): string =>
  toJson(reports.length === 1 ? reports[0] : reports)
