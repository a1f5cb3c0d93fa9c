/** A cause in the words of a language. */
import type { Cause, FoundCause } from '../causes/cause.ts'
import { type Catalogue, EN } from './en.ts'
import { fill } from './message.ts'

export function sayCause(
  { id, owner, certain, serverFix, remedy, facts, adds }: Omit<FoundCause, 'actor'>,
  words: Catalogue = EN,
): Cause {
  const { answer, title, text, misleading } = words.causes[id]
  const say = (message: string): string => fill(message, facts, words.open)
  return {
    id,
    owner,
    answer: say(answer),
    title: say(title),
    text: [text, ...adds.map((addition) => words.additions[addition])].map(say).join(' '),
    misleading: misleading === undefined ? null : say(misleading),
    certain,
    serverFix,
    remedy,
  }
}
