import { describe, expect, it } from 'vitest'
import { DEFAULT_STORED, loadSettings, readStored, withFramework } from '../../src/extension/settings.ts'

describe('readStored', () => {
  it.each([
    [undefined],
    ['x'],
    [{ preserveLog: 'yes', showAll: 1, frameworkByOrigin: 'fastapi' }],
    [{ frameworkByOrigin: { 'https://api.example': 7 } }],
  ])('reads %j as the defaults', (value) => {
    expect(readStored(value)).toEqual(DEFAULT_STORED)
  })

  it('reads what was stored', () => {
    const stored = {
      preserveLog: true,
      showAll: true,
      frameworkByOrigin: { 'https://api.example': 'nextjs' },
    }
    expect(readStored(stored)).toEqual(stored)
  })
})

describe('loadSettings', () => {
  it('asks for everything that is stored', async () => {
    const area = { get: async () => ({ preserveLog: true }), set: async () => {} }
    expect(await loadSettings(area as never)).toEqual({ ...DEFAULT_STORED, preserveLog: true })
  })
})

describe('withFramework', () => {
  it('remembers one framework for each origin, and forgets on request', () => {
    const one = withFramework({}, 'https://a.example', 'fastapi')
    const two = withFramework(one, 'https://b.example', 'nextjs')
    expect(withFramework(two, 'https://a.example', 'express')).toEqual({
      'https://a.example': 'express',
      'https://b.example': 'nextjs',
    })
    expect(withFramework(two, 'https://a.example', null)).toEqual({ 'https://b.example': 'nextjs' })
    expect(one).toEqual({ 'https://a.example': 'fastapi' })
  })
})
