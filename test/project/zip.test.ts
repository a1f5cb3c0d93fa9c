/** Archives that are handed to stores: the same bytes for the same files, and readable. */
import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { zipOf } from '../../release/zip.ts'
import { logInZip } from '../../src/engine/har/zip.ts'

const files = [
  { name: 'b/page.har', bytes: Buffer.from('{"log":{}}'.repeat(50)) },
  { name: 'a.txt', bytes: Buffer.from('ä') },
  { name: 'empty', bytes: Buffer.alloc(0) },
]

test('the same bytes in whatever order the files come', () => {
  expect(zipOf(files).equals(zipOf([...files].reverse()))).toBe(true)
})

test('reads back', () => {
  const member = logInZip(zipOf(files))
  expect(member).toMatchObject({ name: 'b/page.har', method: 'deflate' })
  expect(inflateRawSync(member.bytes).equals(files[0]?.bytes ?? Buffer.alloc(0))).toBe(true)
})
