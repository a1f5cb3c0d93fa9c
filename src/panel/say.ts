/** Say: a message of the catalogue in the language of the panel, its values filled in. */
import { signal } from '@preact/signals'
import { EN } from './strings/panel-en.ts'

export type MessageId = keyof typeof EN
export type Catalogue = Readonly<Record<MessageId, string>>
export type Language = 'en' | 'de'

export const LANGUAGES: readonly { id: Language; name: string }[] = [
  { id: 'en', name: 'English' },
  { id: 'de', name: 'Deutsch' },
]

const catalogue = signal<Catalogue>(EN)

type Values = Readonly<Record<string, string | number>>

/** `{name}` is replaced once: a value that looks like a placeholder stays as it is. */
export function say(id: MessageId, values: Values = {}): string {
  return catalogue.value[id].replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : placeholder,
  )
}

/** Takes effect at once for all that is shown. */
export async function speak(language: Language): Promise<void> {
  catalogue.value = language === 'de' ? (await import('./strings/panel-de.ts')).DE : EN
  document.documentElement.lang = language
}

type Counted<Id> = Id extends `${infer Noun}.one` ? Noun : never
export type CountedNoun = Counted<MessageId>

/** `sayCount('requests', 2)`: "2 requests". */
export const sayCount = (noun: CountedNoun, count: number, values: Values = {}): string =>
  say(`${noun}.${count === 1 ? 'one' : 'other'}` as MessageId, { count, ...values })
