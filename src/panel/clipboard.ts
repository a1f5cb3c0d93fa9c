/** Copying, also where a DevTools panel may not use the asynchronous clipboard. */

function copyBySelection(document: Document, text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.setAttribute('aria-hidden', 'true')
  area.style.position = 'fixed'
  area.style.opacity = '0'
  const focused = document.activeElement as HTMLElement | null
  document.body.append(area)
  area.select()
  const copied = document.execCommand('copy')
  area.remove()
  focused?.focus()
  return copied
}

/** True when the text is on the clipboard. */
export async function copyText(text: string, window: Window = globalThis.window): Promise<boolean> {
  try {
    await window.navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(window.document, text)
  }
}
