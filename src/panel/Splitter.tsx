import type { Signal } from '@preact/signals'
import { say } from './say.ts'

const LEAST = 20
const MOST = 70
const between = (percent: number): number => Math.max(LEAST, Math.min(MOST, percent))

/** The border between list and explanation: dragged, or moved with the arrow keys. `percent`: width of the list. */
export function Splitter({ percent }: { percent: Signal<number> }) {
  const onPointerDown = (down: PointerEvent): void => {
    const bar = down.currentTarget as HTMLElement
    const box = bar.parentElement?.getBoundingClientRect()
    if (!box) return
    bar.setPointerCapture(down.pointerId)
    const onMove = (move: PointerEvent): void => {
      percent.value = between(((move.clientX - box.left) / box.width) * 100)
    }
    bar.addEventListener('pointermove', onMove)
    bar.addEventListener('lostpointercapture', () => bar.removeEventListener('pointermove', onMove), {
      once: true,
    })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -2, ArrowRight: 2 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    percent.value = between(percent.value + step)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is no <hr>
    <div
      class="splitter"
      role="separator"
      aria-label={say('splitter.label')}
      aria-orientation="vertical"
      aria-valuenow={Math.round(percent.value)}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  )
}
