/** Text and controls that a page cuts off: run inside the page, so that it closes over nothing. */

/**
 * Words of every text that is drawn and not wholly seen, with what cuts them. What can be scrolled to is seen; rows of a
 * list and the like, which end in an ellipsis and say the rest in a tooltip, are left out by `ellipses`.
 */
export function cutTexts(ellipses: string): string[] {
  const scrolls = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll'
  const isShown = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    element.closest(`.visually-hidden, option, ${ellipses}`) === null

  /** What hides part of the rectangle, as far up as nothing can be scrolled. */
  function cutter(rect: DOMRect, from: Element): string | null {
    let [x, y] = [true, true]
    for (let element: Element | null = from; element !== null; element = element.parentElement) {
      const style = getComputedStyle(element)
      const box = element.getBoundingClientRect()
      const isControl = /^(BUTTON|SUMMARY|LABEL)$/.test(element.tagName)
      const hidesX = isControl || style.overflowX === 'hidden' || style.overflowX === 'clip'
      const hidesY = isControl || style.overflowY === 'hidden' || style.overflowY === 'clip'
      const name = `${element.tagName}.${element.className}`
      if (x && hidesX && (rect.left < box.left - 1 || rect.right > box.right + 1)) return name
      if (y && hidesY && (rect.top < box.top - 1 || rect.bottom > box.bottom + 1)) return name
      if (scrolls(style.overflowX)) x = false
      if (scrolls(style.overflowY)) y = false
      if (style.position === 'fixed') break
    }
    const outside =
      (x && (rect.left < -1 || rect.right > innerWidth + 1)) || (y && rect.bottom > innerHeight + 1)
    return outside ? 'the window' : null
  }

  const found: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const { parentElement, textContent } = node
    if (
      parentElement === null ||
      textContent === null ||
      textContent.trim() === '' ||
      !isShown(parentElement)
    )
      continue
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const rect of range.getClientRects()) {
      const by = rect.width > 0 ? cutter(rect, parentElement) : null
      if (by === null) continue
      found.push(`“${textContent.trim().slice(0, 40)}” by ${by}`)
      break
    }
  }
  for (const control of document.querySelectorAll('button, input, select, progress')) {
    if (!isShown(control) || control.parentElement === null) continue
    const by = cutter(control.getBoundingClientRect(), control.parentElement)
    if (by !== null) found.push(`<${control.outerHTML.slice(1, 60)} by ${by}`)
  }
  return found
}
