/**
 * How the time of `diagnose` grows with the log, as ratios within one run: time per entry of a long log over that of a
 * short one (1 is linear), and time over that of `JSON.parse` on the same log. `npm run bench`.
 */
import { diagnose } from '../../src/engine/index.ts'
import { scene } from '../support/scene.ts'

const SCENE = `
  page https://app.example/
  > PUT https://api.example/orders/1
  > Content-Type: application/json
  ? 405
  allow: GET
  ! net::ERR_FAILED
  > GET https://api.example/orders
  < 500
  server: uvicorn
  ! net::ERR_FAILED
  > GET https://api.example/items
  < 200
  access-control-allow-origin: *`

/** A log of `copies` scenes, every request at an address and a time of its own. */
function logOf(copies: number): unknown[] {
  return Array.from({ length: copies }, (_, copy) =>
    scene(SCENE.replace(/(https:\/\/api\.example\/\w+)/g, `$1/${copy}`)).map((entry) => ({
      ...entry,
      startedDateTime: new Date(Date.UTC(2026, 0, 1) + copy * 1000).toISOString(),
    })),
  ).flat()
}

/** Milliseconds, the best of five. */
function time(run: () => void): number {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  })
  return Math.min(...times)
}

const [short, long] = [logOf(100), logOf(1000)]
const [shortTime, longTime] = [time(() => diagnose(short)), time(() => diagnose(long))]
const text = JSON.stringify(long)
const perEntry = longTime / long.length / (shortTime / short.length)
console.log(`${long.length} entries over ${short.length}, time per entry: ${perEntry.toFixed(2)} times`)
console.log(`over JSON.parse of the same log: ${(longTime / time(() => JSON.parse(text))).toFixed(1)} times`)
