// @vitest-environment happy-dom
/** A file dropped on the panel: how far it is, what it holds, what it cannot tell. */
import { readFileSync } from 'node:fs'
import { act } from 'preact/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type Mounted, mount } from './mount.tsx'

let panel: Mounted
beforeEach(() => {
  panel = mount()
})

const LOG = 'test/fixtures/logs/04b-same-without-websocket.har'
const drop = (name: string, content: string) => panel.store.files.open(new File([content], name))
const state = () => panel.one('file-bar').dataset.state

describe('a file', () => {
  it('that is a log is shown with who wrote it and what it cannot tell', async () => {
    await drop('proxy.har', readFileSync(LOG, 'utf8'))
    await vi.waitFor(() => expect(state()).toBe('open'))
    expect(panel.one('file-bar').textContent).toContain('proxy.har, recorded by mitmproxy')
    expect(panel.one('log-limits').textContent).toContain('does not mark what the browser refused')
    expect(panel.all('flow-row').length).toBeGreaterThan(0)
  })

  it('that is none says what it is and what to do', async () => {
    await drop('page.har', '<!doctype html><p>hello')
    await vi.waitFor(() => expect(state()).toBe('failed'))
    expect(panel.one('file-bar').textContent).toContain(
      'page.har is a web page; export the network log as HAR',
    )
  })

  it('that was given up leaves nothing behind', async () => {
    let opening: Promise<void> | null = null
    await act(async () => {
      opening = drop('proxy.har', readFileSync(LOG, 'utf8'))
    })
    expect(document.querySelector('progress')).not.toBeNull()
    panel.click(panel.one('close-file'))
    await opening
    expect(panel.all('file-bar')).toEqual([])
    expect(panel.all('flow-row')).toEqual([])
  })
})
