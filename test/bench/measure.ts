/** Measuring: processor time of this process, which other programs on the machine hardly change; and a table of it. */

/** Milliseconds of processor time, all threads. */
export function cpu(run: () => void): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** Medians of each, measured in turn so that whatever slows the machine slows all of them. */
export function inTurn<Name extends string>(
  runs: Record<Name, () => number>,
  rounds: number,
): Record<Name, number> {
  const times = Object.fromEntries(Object.keys(runs).map((name) => [name, [] as number[]]))
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of Object.entries<() => number>(runs)) times[name]?.push(run())
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)])) as Record<
    Name,
    number
  >
}

/** One line of the table. */
export interface Line {
  what: string
  /** What was measured, in `unit`. */
  value: number
  unit: string
  /** The most it should be; null where it is only told. `atLeast`: it is the least. */
  goal: number | null
  atLeast?: boolean
  /** What is reached so far, where that is worse than the goal: the short form holds this. */
  reached?: number
}

/** How many times worse than its goal a line is; 0 where it has none. */
export const overGoal = ({ value, goal, atLeast }: Line): number =>
  goal === null || Number.isNaN(value) ? 0 : atLeast ? goal / value : value / goal

/** How many times worse than what it is held to a line is: its goal, or what is reached of it so far. */
export const overHeld = (line: Line): number => overGoal({ ...line, goal: line.reached ?? line.goal })

const rounded = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3))

export function table(lines: readonly Line[]): string {
  const rows = lines.map((line) => {
    const goal = line.goal === null ? '' : `${line.atLeast ? '≥' : '≤'} ${line.goal}`
    const kept = line.goal === null ? '' : overGoal(line) <= 1 ? 'yes' : 'no'
    return `| ${line.what} | ${rounded(line.value)} ${line.unit} | ${goal} | ${kept} |`
  })
  return ['| What | Measured | Goal | Kept |', '| --- | ---: | ---: | --- |', ...rows].join('\n')
}

/** A table with some of its lines measured anew, those that it did not have at its end. */
export function withLines(before: string, lines: readonly Line[]): string {
  const rows = table(lines).split('\n').slice(2)
  const kept = before
    .trimEnd()
    .split('\n')
    .filter((row) => !lines.some(({ what }) => row.startsWith(`| ${what} |`)))
  return `${[...kept, ...rows].join('\n')}\n`
}
