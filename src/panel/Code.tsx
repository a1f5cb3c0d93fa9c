import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { linesOf, matters, type Token } from './code-lines.ts'
import { testId } from './testids.ts'

interface Props {
  code: string
  language: string
  /** Lines that hold one of these are marked. */
  wanted: readonly string[]
}

/** Code that wraps and is never cut: what stands there is what Copy copies. */
export function Code({ code, language, wanted }: Props) {
  const coloured = useSignal<{ code: string; tokens: Token[] } | null>(null)
  useEffect(() => {
    let current = true
    void import('./highlight.ts').then(({ tokens }) => {
      if (current) coloured.value = { code, tokens: tokens(code, language) }
    })
    return () => {
      current = false
    }
  }, [code, language])
  const tokens = coloured.value?.code === code ? coloured.value.tokens : [{ text: code, kind: '' }]
  return (
    <pre>
      <code {...testId('fix-code')} data-language={language}>
        {linesOf(tokens).map((line, index) => (
          <span key={index} class={matters(line, wanted) ? 'line matters' : 'line'}>
            {line.map(({ text, kind }, place) =>
              kind === '' ? (
                text
              ) : (
                <span key={place} class={`code-${kind}`}>
                  {text}
                </span>
              ),
            )}
          </span>
        ))}
      </code>
    </pre>
  )
}
