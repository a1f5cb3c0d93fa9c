// @vitest-environment happy-dom
import { act } from 'preact/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { diagnose, REPORT_FORMATS } from '../../src/engine/index.ts'
import { API, entry } from '../support/har.ts'
import { diagnosis } from './fixtures.ts'
import { type Mounted, mount } from './mount.tsx'

const TOKEN = 'Zq1Xw2Ec3Rv4Tb5'
const { flows } = diagnose([
  entry({ url: `${API}/orders?access_token=${TOKEN}&password=Hunter2xyz`, error: 'net::ERR_FAILED' }),
  entry({ url: 'https://other.example/items', error: 'net::ERR_FAILED', at: 9 }),
])

let panel: Mounted
beforeEach(() => {
  panel = mount()
  panel.receive({ type: 'diagnosis', diagnosis: diagnosis(...flows) })
})

const text = (): string => panel.one('report-text').textContent ?? ''
const settled = (part: string) => vi.waitFor(() => expect(text()).toContain(part))

async function open(): Promise<void> {
  const rows = () => panel.all('flow-row').filter((found) => found.dataset.url?.includes('orders'))
  await vi.waitFor(() => expect(rows()).toHaveLength(1))
  panel.rightClick(rows()[0] as HTMLElement)
  panel.click(panel.one('menu-report'))
  await settled('# CORS report')
}

const taken = (): string[] => panel.all('report-redaction').map((row) => row.textContent ?? '')

async function choose(format: string, part: string): Promise<void> {
  const select = panel.one('report-format') as HTMLSelectElement
  act(() => {
    select.value = format
    select.dispatchEvent(new Event('change', { bubbles: true }))
  })
  await settled(part)
}

describe('a report before it leaves', () => {
  it('shows the text, and why each value was taken out', async () => {
    await open()
    expect(text()).not.toContain(TOKEN)
    expect(text()).toContain('‹token 1›')
    expect(taken()).toHaveLength(2)
    expect(taken()[0]).toContain('‹token 1› by the name it stands under')
    expect(taken()[1]).toContain('‹password 1›')
  })

  it('puts back the one value that a person wants to stay, and takes it out again', async () => {
    await open()
    const box = panel.all('report-redaction')[0]?.querySelector('input') as HTMLInputElement
    panel.click(box)
    await settled(TOKEN)
    expect(text()).toContain('‹password 1›')
    expect(text()).not.toContain('Hunter2xyz')
    expect(taken()).toHaveLength(2)
    panel.click(panel.all('report-redaction')[0]?.querySelector('input') as HTMLInputElement)
    await vi.waitFor(() => expect(text()).not.toContain(TOKEN))
  })

  it('covers everything again in another format, whose placeholders are its own', async () => {
    await open()
    panel.click(panel.all('report-redaction')[0]?.querySelector('input') as HTMLInputElement)
    await settled(TOKEN)
    await choose('har', '"entries"')
    expect(text()).not.toContain(TOKEN)
  })

  it('has every format', async () => {
    await open()
    const options = [...panel.one('report-format').querySelectorAll('option')].map(({ value }) => value)
    expect(options.sort()).toEqual(Object.keys(REPORT_FORMATS).sort())
    await choose('jira', 'h1. CORS report')
    await choose('junit', '<testsuites')
  })

  it('copies what is shown', async () => {
    const writeText = vi.fn(async (_: string) => {})
    vi.spyOn(navigator, 'clipboard', 'get').mockReturnValue({ writeText } as unknown as Clipboard)
    await open()
    const shown = text()
    panel.click(panel.one('report-copy'))
    await vi.waitFor(() => expect(writeText).toHaveBeenCalledWith(shown))
    vi.restoreAllMocks()
  })

  it('is of all failures from the toolbar, with the summary first', async () => {
    panel.click(panel.one('export-all'))
    panel.click(panel.one('export-all-report'))
    await settled('| # | Verdict |')
    expect(panel.one('report').textContent).toContain('Report on 2 requests')
    panel.click(panel.one('report-close'))
    expect(panel.all('report')).toEqual([])
  })
})
