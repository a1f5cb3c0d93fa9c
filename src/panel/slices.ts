/** Slices: long work in pieces too short to be felt. */

/** Milliseconds of work after which a frame is let through. */
const SLICE = 8

export interface Slices {
  /** Comes back at once, or after the page had its turn. Throws what `signal` was aborted with. */
  breathe(): Promise<void>
}

export function createSlices(signal: AbortSignal): Slices {
  let end = performance.now() + SLICE
  return {
    async breathe() {
      signal.throwIfAborted()
      if (performance.now() < end) return
      await new Promise((resolve) => setTimeout(resolve, 0))
      signal.throwIfAborted()
      end = performance.now() + SLICE
    },
  }
}
