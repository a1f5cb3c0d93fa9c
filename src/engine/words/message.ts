/** Messages: sentences with `{placeholders}` for facts. One message a branch; no code in them. */
import type { Facts } from '../causes/facts.ts'

export interface CauseMessages {
  /** The sentence that leads: what is wrong with its exact value, and what to do or who does it. */
  answer: string
  /** The remedy in a few words. */
  title: string
  text: string
  /** Present where the browser’s console leads astray. */
  misleading?: string
}

/** The placeholders of a message: names in braces, without blanks (code in a sentence may have braces too). */
export type PlaceholdersOf<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ?
      | (Name extends `${string}${' ' | "'" | '{' | ':'}${string}` | 'false' ? never : Name)
      | PlaceholdersOf<Rest>
  : never

/** Facts that a log may leave open, and the words that then stand for them. */
export type OpenFact = { [Name in keyof Facts]: null extends Facts[Name] ? Name : never }[keyof Facts]

/** A message with its facts put in; a name that is no fact stays as it is. */
export function fill(text: string, facts: Facts, open: Readonly<Record<OpenFact, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    if (!Object.hasOwn(facts, name)) return whole
    return facts[name as keyof Facts] ?? open[name as OpenFact]
  })
}
