import { useLayoutEffect, useRef } from 'preact/hooks'
import { type TestId, testId } from './testids.ts'

export interface MenuItem {
  id: TestId
  label: string
  run: () => void
  /** A line above the item. */
  divided?: boolean
  disabled?: boolean
}

interface Props {
  id?: TestId
  label: string
  items: readonly MenuItem[]
  /** Where the menu's corner stands, in pixels of the window; it is moved inside when there is no room. */
  x: number
  y: number
  onClose: () => void
}

/** A menu over everything: arrows move, Enter runs, Escape closes and gives the focus back. */
export function Menu({ id = 'context-menu', label, items, x, y, onClose }: Props) {
  const menu = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const element = menu.current
    const before = element?.ownerDocument.activeElement as HTMLElement | null
    if (element) {
      const { width, height } = element.getBoundingClientRect()
      const { innerWidth, innerHeight } = element.ownerDocument.defaultView ?? window
      element.style.left = `${Math.max(4, Math.min(x, innerWidth - width - 4))}px`
      element.style.top = `${Math.max(4, Math.min(y, innerHeight - height - 4))}px`
      element.querySelector<HTMLElement>('[role=menuitem]:not([disabled])')?.focus()
    }
    return () => before?.focus?.()
  }, [x, y])

  const onKeyDown = (event: KeyboardEvent): void => {
    const buttons = [
      ...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]:not([disabled])') ?? []),
    ]
    const active = buttons.indexOf(menu.current?.ownerDocument.activeElement as HTMLElement)
    const goTo = (index: number): void => buttons[(index + buttons.length) % buttons.length]?.focus()
    const moves: Record<string, () => void> = {
      ArrowDown: () => goTo(active + 1),
      ArrowUp: () => goTo(active - 1),
      Home: () => goTo(0),
      End: () => goTo(buttons.length - 1),
      Escape: onClose,
      Tab: onClose,
    }
    const move = moves[event.key]
    if (!move) return
    event.preventDefault()
    event.stopPropagation()
    move()
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a click beside the menu closes it, as Escape does
    <div
      class="menu-backdrop"
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
      onContextMenu={(event) => {
        event.preventDefault()
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <div
        {...testId(id)}
        ref={menu}
        class="menu"
        role="menu"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        {items.map((item) => (
          <button
            {...testId(item.id)}
            key={item.id}
            type="button"
            role="menuitem"
            tabIndex={-1}
            disabled={item.disabled ?? false}
            class={item.divided ? 'divided' : ''}
            onPointerMove={(event) => event.currentTarget.focus()}
            onClick={() => {
              onClose()
              item.run()
            }}
          >
            {item.label}
          </button>
        ))}
      </div>
    </div>
  )
}
