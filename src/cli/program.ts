/** What every command of the command line has in common: where it reads and writes, and how it fails. */
import { Command } from 'commander'

/** All that a command touches outside of files. */
export interface Surroundings {
  stdin: AsyncIterable<Uint8Array>
  /** Resolves when the text is out; rejects as the stream fails. */
  write: (text: string) => Promise<void>
  /** One line to standard error, without its line feed. */
  warn: (line: string) => void
  /** Standard output is a terminal that shows colours. */
  color: boolean
  /** A line that is written over by the next one; null where nobody watches. */
  progress: ((line: string) => void) | null
}

/**
 * 0: nothing that the command was asked to fail on; 1: something was; 2: unreadable input, an output that could not
 * be written, or bad usage.
 */
export type ExitCode = 0 | 1 | 2

/** Arguments that make no sense together; the message is for the user. */
export class UsageError extends Error {}

/** A command whose help ends with examples. */
export const commandWith = (name: string, description: string, examples: readonly string[]): Command =>
  new Command(name)
    .description(description)
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  ${example}`).join('\n')}`)
    .allowExcessArguments(false)

/** For an option that may be given several times. */
export const collect = (value: string, before: readonly string[] = []): string[] => [...before, value]
