/** Whose server it is: the reader's, somebody else's, or not to be told. */
import { describe, expect, it } from 'vitest'
import { isSameSite, ownershipOf } from '../../../src/engine/servers/ownership.ts'

describe('the owner of a server', () => {
  it.each<[url: string, page: string | null, owner: string, what: string]>([
    ['http://localhost:8000/x', 'https://app.example.com', 'reader', 'loopback'],
    ['http://127.0.0.1:8000/x', null, 'reader', 'loopback by number'],
    ['http://[::1]/x', null, 'reader', 'loopback of IPv6'],
    ['http://192.168.1.20/x', 'https://app.example.com', 'reader', 'a private address'],
    ['http://172.31.0.1/x', null, 'reader', 'the end of a private range'],
    ['http://172.32.0.1/x', 'https://app.example.com', 'unknown', 'just outside of it'],
    ['http://nas.local/x', null, 'reader', 'a name of the local network'],
    ['http://api:8080/x', null, 'reader', 'a bare name'],
    ['https://api.example.com/x', 'https://app.example.com', 'reader', 'the same site'],
    [
      'https://api.example.co.uk/x',
      'https://app.example.co.uk',
      'reader',
      'the same site under a long suffix',
    ],
    ['https://one.co.uk/x', 'https://two.co.uk', 'unknown', 'two sites under a public suffix'],
    ['https://one.github.io/x', 'https://two.github.io', 'unknown', 'two sites under a private suffix'],
    ['https://one.vercel.app/x', 'https://two.vercel.app', 'unknown', 'two deployments of a platform'],
    ['https://api.partner.test2.com/x', 'https://app.example.com', 'unknown', 'another site'],
    ['https://login.microsoftonline.com/x', 'https://app.example.com', 'other', 'a service for logins'],
    ['https://api.openai.com/v1/x', 'http://localhost:3000', 'other', 'a known service, from a local page'],
    ['https://maps.googleapis.com/x', 'https://app.example.com', 'other', 'an API of Google'],
    [
      'https://storage.googleapis.com/bucket/x',
      'https://app.example.com',
      'unknown',
      'a bucket is its user’s',
    ],
    ['https://notgithub.com/x', 'https://app.example.com', 'unknown', 'a name that only ends like a service'],
    ['https://api.github.com.evil.example/x', 'https://app.example.com', 'unknown', 'or begins like one'],
  ])('%s seen from %s: %s (%s)', (url, page, owner) => {
    expect(ownershipOf(url, page)).toBe(owner)
  })

  it('is not told from what is no address', () => {
    expect(ownershipOf('not a url', null)).toBe('unknown')
    expect(isSameSite('not a url', 'not a url')).toBe(false)
  })
})
