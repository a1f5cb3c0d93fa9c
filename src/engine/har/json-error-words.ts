/** Where a file stops being JSON, in words for the person who has it. */
import { JsonError, TOO_EARLY } from './json-stream.ts'
import { LogFileError } from './log-file-error.ts'

/** Where V8 stopped: it gives a position, says that the text ended, or quotes the place. Null when it cannot be found. */
function stopIn(text: string, message: string): number | null {
  const position = /at position (\d+)/.exec(message)?.[1]
  if (position !== undefined) return Number(position)
  if (message.includes('end of JSON input')) return text.length
  const end = message.lastIndexOf(' is not valid JSON')
  const quoted = /^"([\s\S]+?)"(?:\.\.\.)?$/.exec(message.slice(message.indexOf('"'), end))?.[1] ?? ''
  const index = quoted === '' ? -1 : text.indexOf(quoted)
  return index === -1 || text.includes(quoted, index + 1) ? null : index + Math.floor(quoted.length / 2)
}

function whereIn(text: string): string {
  let message = ''
  try {
    JSON.parse(text)
  } catch (error) {
    message = (error as Error).message
  }
  const index = stopIn(text, message)
  if (index === null) return ''
  const before = text.slice(0, index)
  const tooEarly = index >= text.trimEnd().length ? ': it ends too early' : ''
  return `${tooEarly}, near line ${before.split('\n').length}, column ${index - before.lastIndexOf('\n')}`
}

/** A JsonError in words; any other error as it is. */
export function explained(error: unknown): unknown {
  if (!(error instanceof JsonError)) return error
  const { bytes, roots, line, text } = error.place
  if (text !== '') {
    if (roots > 0) return new LogFileError(`line ${line} is not JSON`)
    return new LogFileError(`is not JSON${whereIn(text)}`)
  }
  const what = error.message === TOO_EARLY ? `: ${TOO_EARLY}, after` : ', near'
  return new LogFileError(`is not JSON${what} byte ${bytes + 1}`)
}
