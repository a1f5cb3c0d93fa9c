import { describe, expect, it } from 'vitest'
import { type FlowDiagnosis, isFailure } from '../../src/engine/index.ts'
import { failureAt } from '../../src/extension/fit.ts'
import type { Place } from '../../src/extension/messages.ts'
import { allowed, diagnosis, missing, opaque, redirected } from '../panel/fixtures.ts'

const IMAGE = 'https://cdn.example/a.png'
const FRAME = 'https://frame.example/widget'
const { flows } = diagnosis(
  missing('image', IMAGE),
  missing('frame', 'https://api.example/widget', { requestHeaders: [['Referer', FRAME]] }),
  redirected('redirected'),
  missing('latest', 'https://api.example/latest'),
  allowed('fine'),
  opaque('opaque'),
)

const hasFailed = ({ verdict }: FlowDiagnosis) => isFailure(verdict)

const at = (place: Partial<Place>) => {
  const found = failureAt(flows.filter(hasFailed), { srcUrl: null, linkUrl: null, frameUrl: null, ...place })
  return found && `${found.id} ${found.fit}`
}

describe('failureAt', () => {
  it.each<[string, Partial<Place>, string]>([
    ['an element that failed', { srcUrl: IMAGE }, 'image element'],
    ['an element with a fragment', { srcUrl: `${IMAGE}#x` }, 'image element'],
    ['a link to what failed', { linkUrl: 'https://api.example/latest' }, 'latest element'],
    ['an element that was redirected', { srcUrl: 'https://api.example/items' }, 'redirected element'],
    ['an element in a frame: the element counts', { srcUrl: IMAGE, frameUrl: FRAME }, 'image element'],
    ['a frame', { frameUrl: FRAME }, 'frame frame'],
    ['a frame in which nothing failed', { frameUrl: 'https://quiet.example/' }, 'latest latest'],
    ['an element that did not fail', { srcUrl: 'https://api.example/fine' }, 'latest latest'],
    ['the page', {}, 'latest latest'],
  ])('%s', (_, place, expected) => {
    expect(at(place)).toBe(expected)
  })

  it('finds nothing where nothing failed', () => {
    expect(failureAt([], { srcUrl: null, linkUrl: null, frameUrl: null })).toBeNull()
  })
})
