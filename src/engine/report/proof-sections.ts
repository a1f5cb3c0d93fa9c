/** What was changed by hand, and what was proven by making the request again. */
import type { Flavour } from './flavour.ts'
import type { ReportChange } from './model.ts'
import { ROLES, wireText } from './phrases.ts'
import type { Section } from './section.ts'

export const edits: Section = ({ edited = [] }, { markup }) =>
  edited.length === 0
    ? []
    : [
        markup.heading(3, 'What was changed by hand'),
        'Nothing below happened: it is what the rules of the browser make of the exchange with these values.',
        changesTable(edited, markup),
      ]

const changesTable = (changes: readonly ReportChange[], markup: Flavour): string =>
  markup.table(
    ['Where', 'What', 'Before', 'After'],
    changes.map(({ part, name, before, after }) => [
      markup.cell(part),
      markup.cellCode(name.replace(/^:/, '')),
      before === null ? 'not sent' : markup.cellCode(before),
      after === null ? 'not sent' : markup.cellCode(after),
    ]),
  )

export const proofs: Section = ({ proofs: all = [] }, { markup }) =>
  all.length === 0
    ? []
    : [
        markup.heading(3, 'Proof'),
        ...all.flatMap(({ text, changes, after }) => [
          markup.prose(text),
          ...(changes.length === 0 ? [] : [changesTable(changes, markup)]),
          ...after.map((exchange) =>
            markup.details(
              `${ROLES[exchange.role]} that passed (entry ${exchange.entry} of the log)`,
              markup.block('http', wireText(exchange)),
            ),
          ),
        ]),
      ]
