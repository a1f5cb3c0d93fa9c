/** Logs with the markup of every format wherever text can stand. From a seed. */
import { API, entry, PAGE } from '../support/har.ts'
import { type Random, randomFrom } from './random.ts'

const MARKUP = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '</code></pre>',
  '</details>',
  '![p](https://evil.example/p.png)',
  '[click](https://evil.example)',
  '<https://evil.example>',
  'www.evil.example',
  'https://evil.example',
  'a@evil.example',
  '**bold**',
  '~~gone~~',
  '`',
  '``',
  '```',
  '````',
  '\\',
  '\\\\',
  '|',
  '\\|',
  '\\\\|',
  '\\\\\\|',
  '\n',
  '\r\n',
  '\n\n',
  '    code',
  '# head',
  '> quote',
  '- item',
  '1. one',
  '| a | b |',
  '| --- | --- |',
  '---',
  '***',
  '&lt;',
  '&#60;',
  '&',
  '[^1]',
  '[x]',
  '$a$',
  '@team',
  '#1',
  'GH-1',
  'evil/repo#1',
  '!1',
  ':smile:',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?x',
  '{code}',
  '{noformat}',
  '{{',
  '}}',
  '{color:red}',
  '{quote}',
  '[x|https://evil.example]',
  '[~admin]',
  '[^file.txt]',
  '!p.png!',
  '!https://evil.example/p.png!',
  '||',
  'h1. head',
  'bq. quote',
  '{html}<b>{html}',
  ':)',
  '(!)',
  '*b*',
  '_i_',
  '-d-',
  '+u+',
  '^s^',
  '??c??',
  '----',
  '//evil.example',
  '\u0000',
  '\u001b[31m',
  '\u202e',
  '\ud800',
  '"',
  "'",
]

export const hostile = (random: Random): string =>
  Array.from({ length: random.below(6) + 1 }, () => random.pick([...MARKUP, ...'ab 1'])).join('')

/** A log with hostile text wherever one can stand. */
function hostileLog(random: Random): unknown[] {
  const text = () => hostile(random)
  return [
    entry({
      method: random.pick(['GET', 'PUT', text()]),
      url: `${API}/${encodeURI(text().replace(/[\ud800-\udfff]/g, ''))}`,
      statusText: text(),
      error: random.pick(['net::ERR_FAILED', text()]),
      sent: [
        ['Origin', random.pick([PAGE, text()])],
        [text() || 'x', text()],
        ['User-Agent', text()],
      ],
      answered: [
        ['Access-Control-Allow-Origin', text()],
        ['Access-Control-Allow-Headers', text()],
        ['server', text()],
        ['cf-ray', text()],
      ],
      type: random.pick(['fetch', text()]),
      initiator: { type: 'script', url: `${PAGE}/${text()}`, lineNumber: 1 },
    }),
    entry({
      url: `${API}/other`,
      answered: [['Access-Control-Allow-Origin', text()]],
      error: 'net::ERR_FAILED',
      at: 9,
    }),
  ]
}

const CASES = 40
export const logs = (seed: number): unknown[][] => {
  const random = randomFrom(seed)
  return Array.from({ length: CASES }, () => hostileLog(random))
}
