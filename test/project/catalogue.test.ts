/** Every word of the tab is in the catalogue, in each language, and every message of the catalogue is said. */
import { describe, expect, it } from 'vitest'
import { DE } from '../../src/panel/strings/panel-de.ts'
import { EN } from '../../src/panel/strings/panel-en.ts'
import { read, sources } from './files.ts'
import { sentences, shownLiterals } from './imports.ts'

const shown = [...sources('src/panel/'), ...sources('src/extension/'), ...sources('src/web/')].filter(
  (file) => !file.startsWith('src/panel/strings/'),
)

/** Of the browser, not of the tab: the menu of the inspected page has no language of the panel's. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  'src/extension/menu.ts': ['Explain this CORS failure'],
}

describe('text in the code', () => {
  it('is found where there is some', () => {
    expect(shownLiterals('x.tsx', 'const a = <b title="A word">{on ? "yes" : say("no")} text</b>')).toEqual([
      'yes',
      ' text',
      'A word',
    ])
    expect(sentences('x.ts', "const a = 'Copied it'; throw new Error('No host at all')")).toEqual([
      'Copied it',
    ])
  })

  it.each(shown)('there is none in %s', (file) => {
    const found = [...(file.endsWith('x') ? shownLiterals(file) : []), ...sentences(file)]
    const isId = (text: string): boolean => Object.hasOwn(EN, text)
    expect(found.filter((text) => !isId(text) && !(ELSEWHERE[file] ?? []).includes(text))).toEqual([])
  })
})

const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort()
const IDS = Object.keys(EN) as (keyof typeof EN)[]

describe('the catalogue', () => {
  it('is complete in German, with the same values in each message', () => {
    expect(Object.keys(DE)).toEqual(Object.keys(EN))
    expect(IDS.filter((id) => placeholders(DE[id]).join() !== placeholders(EN[id]).join())).toEqual([])
  })

  it('has German words for what is not a name', () => {
    const same = IDS.filter((id) => DE[id] === EN[id] && /\p{Ll}{3}/u.test(EN[id].replace(/\{\w+\}/g, '')))
    expect(same).toEqual(SAME_IN_BOTH)
  })

  it('holds no message that nobody says', () => {
    const code = shown.map(read).join('\n')
    const isSaid = (id: string): boolean => {
      const parts = id.split('.')
      const stems = parts.map((_, index) => parts.slice(0, index + 1).join('.')).slice(0, -1)
      return (
        new RegExp(`['"]${id.replaceAll('.', '\\.')}['"]`).test(code) ||
        (/\.(one|other)$/.test(id) && code.includes(`'${stems.at(-1)}'`)) ||
        stems.some((stem) => code.includes(`\`${stem}.$\{`) || code.includes(`\`${stem}.of-$\{`))
      )
    }
    expect(IDS.filter((id) => !isSaid(id))).toEqual([])
  })
})

/** Words that both languages have, and names. */
const SAME_IN_BOTH: readonly string[] = [
  'owner.browser',
  'answer.initiator',
  'notice.prompt',
  'toolbar.keep-log.chromium',
  'toolbar.keep-log.firefox',
  'filter.placeholder',
  'column.path',
  'column.status',
  'column.host',
  'column.initiator',
  'why.preflight-content-type',
  'step.preflight',
  'format.markdown',
  'format.jira',
  'report.format',
]
