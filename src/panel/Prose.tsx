import { Fragment } from 'preact'

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
  return (
    <>
      {text
        .split(/`([^`]+)`/)
        .map((piece, index) =>
          index % 2 === 1 ? <code key={index}>{piece}</code> : <Fragment key={index}>{piece}</Fragment>,
        )}
    </>
  )
}
