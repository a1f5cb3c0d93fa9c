/** The tab in the real DevTools: what each failure of the demo says first, where its fix stands, and how things are found. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CASES } from '../demo/cases.ts'
import { type Walked, walk } from '../demo/walk.ts'
import { until } from '../support/until.ts'
import { Scene } from './scene.ts'

let scene: Scene
let walked: Walked[]

beforeAll(async () => {
  scene = await Scene.open({ window: [1200, 1000] })
  walked = await walk(scene.devtools, scene.demo.origins)
  const failing = walked.filter(({ worked }) => !worked)
  await scene.panel.listed(failing.map(({ truth }) => truth.url))
})

afterAll(() => scene?.close())

interface Seen {
  id: string
  headline: string
  cause: string
  /** What the log holds of this failure: parts of the exchange that a headline can name. */
  values: string[]
  /** Pixels that are still in view below the first line of code; null without code. */
  first: number | null
  /** The same below the last line that matters for this failure; null where none does. */
  marked: number | null
}

/** What the explanation shows without scrolling. */
const look = (): Promise<Omit<Seen, 'id'>> =>
  scene.panel.surface.evaluate(() => {
    const find = (query: string) => [...document.querySelectorAll<HTMLElement>(query)]
    const detail = document.querySelector<HTMLElement>('.detail')
    const below = (elements: HTMLElement[], which: number): number | null => {
      const line = elements.at(which)?.getBoundingClientRect()
      return line && detail ? detail.getBoundingClientRect().bottom - line.bottom : null
    }
    const { url = '', method = '', reason = '' } = detail?.dataset ?? {}
    const sides = find('[data-testid="received"], [data-testid="expected"], .blocker-value code')
    const lists = sides.flatMap(({ textContent }) => [textContent, ...textContent.split(/[\s,]+/)])
    const called = find('.request bdi')[0]?.textContent ?? ''
    const paths = [url, called].filter((text) => URL.canParse(text)).map((text) => new URL(text).pathname)
    return {
      headline: find('[data-testid="detail-title"]')[0]?.textContent ?? '',
      cause: find('[data-testid="cause"]')[0]?.dataset.cause ?? reason,
      values: [...paths.map((path) => `${method} ${path}`), ...paths, ...lists].filter(
        (value) => value.length > 2,
      ),
      first: below(find('[data-testid="fix-code"] .line'), 0),
      marked: below(find('[data-testid="fix-code"] .line.matters'), -1),
    }
  })

const failing = (): Walked[] => walked.filter(({ demoCase }) => demoCase.outcome !== 'allowed')

/** Cases for which no code can be given: the answer says what to do. */
const WITHOUT_CODE = [
  'aborted',
  'hung-up',
  'login-redirect',
  'null-origin',
  'orb',
  'password-in-location',
  'refused',
]

describe('each failure of the demo', () => {
  let seen: Seen[]
  beforeAll(async () => {
    await scene.devtools.setDockSize(760)
    seen = []
    for (const { demoCase, truth } of failing()) {
      await scene.panel.select(truth.url)
      seen.push({ id: demoCase.id, ...(await look()) })
    }
  })

  it('has a headline with a value of its own', () => {
    expect(seen.length).toBeGreaterThan(40)
    const without = seen.filter(
      ({ headline, values }) => !values.some((value) => headline.toLowerCase().includes(value.toLowerCase())),
    )
    expect(without.map(({ id, headline }) => `${id}: ${headline}`)).toEqual([])
  })

  it('shares its headline with no other cause', () => {
    const shared = seen.filter(({ headline, cause }) =>
      seen.some((other) => other.headline === headline && other.cause !== cause),
    )
    expect(shared.map(({ id, headline, cause }) => `${id} ${cause}: ${headline}`)).toEqual([])
  })

  it('has code, but for those where no code helps', () => {
    expect(seen.flatMap(({ id, first }) => (first === null ? [id] : [])).sort()).toEqual(WITHOUT_CODE)
  })

  it('has its code in the first screen of a wide dock, the lines that matter too', () => {
    const below = seen.filter(({ first, marked }) => (first ?? 0) < 0 || (marked ?? 0) < 0)
    expect(below.map(({ id, first, marked }) => `${id} ${first} ${marked}`)).toEqual([])
  })

  it('has its code in the first screen of a dock at the right, nine times of ten', async () => {
    await scene.devtools.setDock('right')
    await scene.devtools.setDockSize(540)
    const back = () =>
      scene.panel.surface.evaluate(() => document.querySelector<HTMLElement>('[data-testid="back"]')?.click())
    const narrow: Seen[] = []
    for (const { demoCase, truth } of failing()) {
      // the explanation is in front: back to the list first
      await back()
      await scene.panel.select(truth.url)
      await scene.panel.surface.evaluate(() =>
        document
          .querySelector<HTMLElement>('[data-testid="flow-list"]')
          ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })),
      )
      narrow.push({ id: demoCase.id, ...(await look()) })
    }
    const size = await scene.panel.surface.evaluate(() => ({ width: innerWidth, height: innerHeight }))
    expect(size.width).toBeLessThanOrEqual(540)
    expect(size.height).toBeLessThanOrEqual(900)
    const withCode = narrow.filter(({ first }) => first !== null)
    const below = withCode.filter(({ first, marked }) => (first ?? 0) < 0 || (marked ?? 0) < 0)
    expect(withCode.length).toBeGreaterThan(30)
    expect(below.length, below.map(({ id }) => id).join(', ')).toBeLessThanOrEqual(withCode.length / 10)
    await scene.devtools.setDock('bottom')
    await scene.devtools.setDockSize(560)
    await back()
  })
})

describe('the list', () => {
  it('groups by cause, fewer rows than requests', async () => {
    const single = (await scene.panel.rows()).length
    await scene.panel.group(true)
    const grouped = await scene.panel.rows()
    expect(grouped.length).toBeLessThan(single)
    expect(grouped.reduce((sum, { count }) => sum + count, 0)).toBe(single)
    await scene.panel.group(false)
  })

  it('is sorted by a column', async () => {
    await scene.devtools.click(scene.panel.surface, '[data-column="path"]')
    const paths = (await scene.panel.rows()).map(({ url }) => new URL(url).pathname)
    expect(paths.slice(0, 5)).toEqual([...paths.slice(0, 5)].sort((a, b) => a.localeCompare(b)))
    await scene.devtools.click(scene.panel.surface, '[data-column="time"]')
  })

  it('understands the grammar of the Network panel', async () => {
    await scene.panel.fill('filter', 'method:DELETE')
    await until('the one request', async () => (await scene.panel.rows()).length > 0)
    const rows = await scene.panel.rows()
    expect(rows.map(({ text }) => text).every((text) => text.includes('DELETE'))).toBe(true)
    await scene.panel.fill('filter', '')
  })
})

describe('the search of DevTools', () => {
  it('finds a request, steps on, and clears', async () => {
    const wanted = CASES.find(({ id }) => id === 'trailing-slash')
    await scene.devtools.devtoolsPage.evaluate(() => chrome.runtime.id)
    await scene.devtools.search(wanted?.path ?? '')
    await until('the request that was looked for', async () =>
      (await scene.panel.data('detail', 'url')).some((url) => url.endsWith(wanted?.path ?? '?')),
    )
    expect(
      await scene.panel.surface.evaluate(() => document.querySelectorAll('.row mark').length),
    ).toBeGreaterThan(0)
    await scene.devtools.search(null)
    await until('the end of the search', () =>
      scene.panel.surface.evaluate(() => document.querySelectorAll('.row mark').length === 0),
    )
  })
})

describe('a HAR dropped on the tab', () => {
  it('is read as if it had happened here, and the live log comes back', async () => {
    const live = (await scene.panel.rows()).length
    const text = await readFile('test/fixtures/demo.jsonl', 'utf8')
    await scene.panel.surface.evaluate((content: string) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([content], 'recorded.har'))
      document.dispatchEvent(
        new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
      )
    }, text)
    await until('the file', async () => (await scene.panel.data('file-bar', 'state')).includes('open'))
    expect((await scene.panel.rows()).length).toBeGreaterThan(30)
    await scene.panel.click('close-file')
    await scene.panel.gone('file-bar')
    expect((await scene.panel.rows()).length).toBe(live)
  })
})
