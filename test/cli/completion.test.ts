/** Completion, as the shell itself works it out. */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { corscope } from './corscope.ts'

async function completedBy(line: string): Promise<string[]> {
  const { stdout: script } = await corscope(['completion', 'bash'])
  const words = line.split(' ')
  const { stdout, stderr, status } = spawnSync(
    'bash',
    [
      '-c',
      `${script}\nCOMP_WORDS=("$@"); _corscope corscope "\${@: -1}" "\${@: -2:1}"; printf '%s\\n' "\${COMPREPLY[@]}"`,
      'bash',
      ...words,
    ],
    { encoding: 'utf8' },
  )
  expect([status, stderr]).toEqual([0, ''])
  return stdout.split('\n').filter((word) => word !== '')
}

test.each<[line: string, expected: string[]]>([
  ['corscope ex', ['explain']],
  ['corscope explain --for', ['--format']],
  ['corscope explain --format mark', ['markdown']],
  ['corscope explain --fail-on un', ['undetermined']],
  ['corscope compare --fail-on re', ['regression']],
  ['corscope explain package.js', ['package.json']],
])('%s', async (line, expected) => {
  expect(await completedBy(line)).toEqual(expected)
})

test('bash, zsh and fish, and no other shell', async () => {
  expect((await corscope(['completion', 'zsh'])).stdout).toMatch(/^#compdef corscope\n/)
  expect((await corscope(['completion', 'fish'])).stdout).toContain('-l format -d')
  expect((await corscope(['completion', 'tcsh'])).code).toBe(2)
})
