/** Say: a message of the catalogue in the language of the panel, its values filled in. */
import { signal } from '@preact/signals'
import { EN } from './strings/panel-en.ts'

export type MessageId = keyof typeof EN
export type Catalogue = Readonly<Record<MessageId, string>>
const catalogue = signal<Catalogue>(EN)

type Values = Readonly<Record<string, string | number>>

/** `{name}` is replaced once: a value that looks like a placeholder stays as it is. */
export function say(id: MessageId, values: Values = {}): string {
  return catalogue.value[id].replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : placeholder,
  )
}
