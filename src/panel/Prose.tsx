import { useSignal } from '@preact/signals'
import { Fragment } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useCover } from './cover.ts'
import { say } from './say.ts'
import { marked, visible } from './visible.ts'
import { shortened } from './words.ts'

/** Words of the engine: paragraphs divided by an empty line, code between backticks. Everything else is plain text. */
export function Prose({ text }: { text: string }) {
  return (
    <>
      {text.split(/\n{2,}/).map((paragraph, index) => (
        <p key={index}>
          <Words text={paragraph} />
        </p>
      ))}
    </>
  )
}

export function Words({ text }: { text: string }) {
  const cover = useCover()
  return (
    <>
      {marked(cover.words(text))
        .split(/`([^`]+)`/)
        .map((piece, index) =>
          index % 2 === 1 ? <code key={index}>{piece}</code> : <Fragment key={index}>{piece}</Fragment>,
        )}
    </>
  )
}

/** A value of the log: a name, a path, the text of a status. */
export function Value({ text }: { text: string }) {
  const cover = useCover()
  return <bdi>{visible(cover.text(text))}</bdi>
}

/** An address may be a whole file. */
const MOST_OF_AN_ADDRESS = 2000

export function Address({ url }: { url: string }) {
  const cover = useCover()
  return <bdi>{visible(shortened(cover.url(url), MOST_OF_AN_ADDRESS))}</bdi>
}

/** Two lines, and the rest on demand. */
export function Long({ children }: { children: preact.ComponentChildren }) {
  const open = useSignal(false)
  const cut = useSignal(false)
  const box = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = (): void => {
      if (!open.value) cut.value = element.scrollHeight > element.clientHeight + 2
    }
    measure()
    if (typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [children])
  return (
    <>
      <span ref={box} class={`long ${open.value ? 'open' : ''}`}>
        {children}
      </span>
      {cut.value && (
        <button
          type="button"
          class="link more"
          aria-expanded={open.value}
          onClick={() => {
            open.value = !open.value
          }}
        >
          {say(open.value ? 'answer.less' : 'answer.more')}
        </button>
      )}
    </>
  )
}
