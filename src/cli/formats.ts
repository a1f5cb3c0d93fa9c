/** Formats by name and by the ending of a file, and the one report on all files that were read. */
import { failedFlows, REPORT_FORMATS, type ReportFormat, renderInPieces } from '../engine/index.ts'
import type { ExplainedFile } from './explained-file.ts'

export interface PrintOptions {
  /** Every cross-origin request, not only failed ones. */
  all: boolean
  /** For the format text. */
  color: boolean
  /** Several files were asked for: each is named. */
  several: boolean
  /** Nothing is taken out. */
  unredacted: boolean
}

export const FORMAT_NAMES = Object.keys(REPORT_FORMATS) as ReportFormat[]

/** By its ending, the first format that has it; null where that tells none. */
export const formatOfFile = (file: string): ReportFormat | null =>
  FORMAT_NAMES.find((name) => file.toLowerCase().endsWith(`.${REPORT_FORMATS[name].extension}`)) ?? null

/** In pieces, the last of which ends a line. */
export function* printed(
  format: ReportFormat,
  files: readonly ExplainedFile[],
  { all, color, several, unredacted }: PrintOptions,
): Generator<string> {
  const sources = files.map(({ file, diagnosis }) => ({
    diagnosis,
    flows: all ? diagnosis.flows : failedFlows(diagnosis),
    ...(several ? { file } : {}),
  }))
  let last = ''
  for (const piece of renderInPieces(format, sources, { color, unredacted })) {
    last = piece
    yield piece
  }
  if (!last.endsWith('\n')) yield '\n'
}
