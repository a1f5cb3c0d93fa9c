import { describe, expect, it } from 'vitest'
import { isAnswer, isMessage, isShown } from '../../src/extension/messages.ts'

const place = { srcUrl: null, linkUrl: null, frameUrl: null }

describe('isMessage', () => {
  it.each([
    { type: 'explain', tabId: 1, place },
    { type: 'choose-framework', tabId: 1, origin: 'https://api.example', framework: null },
    { type: 'choose-framework', tabId: 1, origin: 'https://api.example', framework: 'fastapi' },
    { type: 'select', tabId: 1, id: 'a' },
    { type: 'point-at', tabId: 1, id: 'a' },
    { type: 'panel-apart', tabId: 1 },
    { type: 'show-in-network', tabId: 1 },
  ])('takes %j', (message) => {
    expect(isMessage(message)).toBe(true)
  })

  it.each([
    null,
    'explain',
    [],
    { type: 'explain', tabId: 1 },
    { type: 'explain', tabId: 1, place: { ...place, srcUrl: 7 } },
    { type: 'explain', tabId: '1', place },
    { type: 'select', tabId: 1 },
    { type: 'choose-framework', tabId: 1, origin: 'https://api.example' },
    { type: 'toString', tabId: 1 },
    { type: '__proto__', tabId: 1 },
  ])('refuses %j', (message) => {
    expect(isMessage(message)).toBe(false)
  })
})

describe('isShown', () => {
  it.each([
    [{ state: 'devtools-closed' }, true, false],
    [{ state: 'nothing-failed', requests: 0 }, true, true],
    [{ state: 'found', fit: 'latest', diagnosis: { flows: [{}] } }, true, true],
    [{ state: 'found', fit: 'latest', diagnosis: { flows: [] } }, false, false],
    [{ state: 'found' }, false, false],
    [{ state: 'valueOf' }, false, false],
    [undefined, false, false],
  ])('%j: shown %s, answer %s', (value, shown, answer) => {
    expect([isShown(value), isAnswer(value)]).toEqual([shown, answer])
  })
})
