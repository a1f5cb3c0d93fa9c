/** A cause in the words of a language. */
import type { Cause, FoundCause } from '../causes/cause.ts'
import type { Sign, SignFacts } from '../causes/signs.ts'
import { SIGNS_EN } from './en/signs.ts'
import { type Catalogue, EN } from './en.ts'
import { fill } from './message.ts'

const saySign = ({ id, ...facts }: Sign): string =>
  SIGNS_EN[id].replace(/\{(what|value)\}/g, (_, name: keyof SignFacts) => facts[name])

export function sayCause(
  { id, owner, certain, serverFix, remedy, facts, adds, shows, doubts }: Omit<FoundCause, 'actor'>,
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
    evidence: { for: shows.map(saySign), against: doubts.map(saySign) },
  }
}
