// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { copyText } from '../../src/panel/clipboard.ts'

afterEach(() => {
  vi.restoreAllMocks()
  Reflect.deleteProperty(document, 'execCommand')
})

const clipboardThat = (writeText: (text: string) => Promise<void>) =>
  vi.spyOn(navigator, 'clipboard', 'get').mockReturnValue({ writeText } as Clipboard)

describe('copyText', () => {
  it('uses the clipboard where it may', async () => {
    const writeText = vi.fn(() => Promise.resolve())
    clipboardThat(writeText)
    expect(await copyText('fix')).toBe(true)
    expect(writeText).toHaveBeenCalledWith('fix')
  })

  it('copies by selection where the clipboard is refused, and leaves nothing behind', async () => {
    clipboardThat(() => Promise.reject(new DOMException('no', 'NotAllowedError')))
    const selected: string[] = []
    document.execCommand = () => {
      const area = document.querySelector('textarea')
      selected.push(area?.value ?? '')
      return true
    }
    expect(await copyText('app.add_middleware()')).toBe(true)
    expect(selected).toEqual(['app.add_middleware()'])
    expect(document.querySelector('textarea')).toBeNull()
  })

  it('says so when nothing helps', async () => {
    clipboardThat(() => Promise.reject(new Error('no')))
    document.execCommand = () => false
    expect(await copyText('fix')).toBe(false)
  })
})
