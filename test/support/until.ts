import { setTimeout as pause } from 'node:timers/promises'

/**
 * Asks again and again until the answer is neither null, undefined nor false, and gives it.
 * @param what is waited for, for the complaint
 * @param timeout in milliseconds
 */
export async function until<Answer>(
  what: string,
  ask: () => Answer | Promise<Answer>,
  timeout = 15_000,
): Promise<NonNullable<Answer>> {
  const end = Date.now() + timeout
  let trouble = ''
  do {
    try {
      const answer = await ask()
      if (answer !== null && answer !== undefined && answer !== false) return answer
      trouble = ''
    } catch (error) {
      trouble = ` The last attempt failed: ${error instanceof Error ? error.message : String(error)}`
    }
    await pause(25)
  } while (Date.now() < end)
  throw new Error(`Waited ${timeout} ms in vain for ${what}.${trouble}`)
}
