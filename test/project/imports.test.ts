import { describe, expect, it } from 'vitest'
import { globalsOf, importsOf } from './imports.ts'

describe('importsOf', () => {
  it('finds every kind of import', () => {
    const text = `import a from './a.ts'
      import type { B } from './b.ts'
      import './c.css'
      export { d } from './d.ts'
      export * from './e.ts'
      const f = await import('./f.ts')`
    expect(importsOf('x.ts', text)).toEqual(['./a.ts', './b.ts', './c.css', './d.ts', './e.ts', './f.ts'])
  })

  it('is not led astray by code inside of text', () => {
    const text =
      "const code = `import { x } from 'next/server'` // import y from 'z'\nconst more = \"import 'w'\""
    expect(importsOf('x.ts', text)).toEqual([])
  })

  it('does not let a computed import pass unseen', () => {
    expect(importsOf('x.ts', 'await import(name)')).toEqual(['(computed in x.ts)'])
  })
})

describe('globalsOf', () => {
  it.each([
    ['chrome.runtime.id', ['chrome']],
    ['(chrome as Chrome).runtime', ['chrome']],
    ['const x = { window }', ['window']],
    ['use.it(document!)', ['document', 'use']],
    ['export default window', ['window']],
  ])('sees the global in %s', (text, names) => {
    expect(globalsOf('x.ts', text)).toEqual(names)
  })

  it('sees a global in JSX', () => {
    expect(globalsOf('x.tsx', 'const view = () => <b>{window.name}</b>')).toContain('window')
  })

  it.each([
    'function f(browser: Browser) { return browser }',
    'const { browser } = diagnosis\nuse: browser',
    'const x = { window: 1 }.window',
    'interface X { document: string }',
    "import { document } from './a.ts'\ndocument()",
  ])('sees no global in %s', (text) => {
    const names = globalsOf('x.ts', text)
    expect(names.filter((name) => ['browser', 'window', 'document'].includes(name))).toEqual([])
  })
})
