/** `corscope completion`: what a shell needs to complete commands, options and their choices. */
import { Argument, type Command } from 'commander'
import { FRAMEWORKS } from '../engine/index.ts'
import { FORMAT_NAMES } from './formats.ts'
import { commandWith } from './program.ts'

const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

const EXAMPLES = [
  'source <(corscope completion bash)',
  'corscope completion zsh > ~/.zfunc/_corscope',
  'corscope completion fish > ~/.config/fish/completions/corscope.fish',
]

export const completionCommand = (): Command =>
  commandWith('completion', 'Print the completion for a shell.', EXAMPLES).addArgument(
    new Argument('<shell>').choices(SHELLS),
  )

interface Completed {
  command: string
  about: string
  /** Long name, what it is for, the words that may follow; null: files or anything. */
  options: { name: string; about: string; words: readonly string[] | null }[]
}

/** Words of our own in single quotes: none of them holds one. */
const quoted = (text: string): string => `'${text.replaceAll("'", '’')}'`

function wordsOf(option: Command['options'][number]): readonly string[] | null {
  if (option.argChoices) return option.argChoices
  if (option.long === '--format') return FORMAT_NAMES
  return option.long === '--framework' ? FRAMEWORKS.map(({ id }) => id) : null
}

const completedIn = (program: Command): Completed[] =>
  program.commands.map((command) => ({
    command: command.name(),
    about: command.description(),
    options: command.options.flatMap((option) =>
      option.long ? [{ name: option.long, about: option.description, words: wordsOf(option) }] : [],
    ),
  }))

function bash(commands: readonly Completed[]): string {
  const cases = commands.flatMap(({ command, options }) => [
    ...options.flatMap(({ name, words }) =>
      words === null ? [] : [`    ${command}:${name}) words=${quoted(words.join(' '))} ;;`],
    ),
    `    ${command}:*) case $2 in -*) words=${quoted(options.map(({ name }) => name).join(' '))} ;; esac ;;`,
  ])
  return `_corscope() {
  local words=''
  case "\${COMP_WORDS[1]}:$3" in
    *:corscope) words=${quoted(commands.map(({ command }) => command).join(' '))} ;;
${cases.join('\n')}
  esac
  if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$2")); else COMPREPLY=($(compgen -f -- "$2")); fi
}
complete -o filenames -F _corscope corscope
`
}

function fish(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ command, about, options }) => [
    `complete -c corscope -n __fish_use_subcommand -f -a ${command} -d ${quoted(about)}`,
    ...options.map(
      ({ name, about: what, words }) =>
        `complete -c corscope -n ${quoted(`__fish_seen_subcommand_from ${command}`)} -l ${name.slice(2)} -d ${quoted(what)}${
          words === null ? '' : ` -x -a ${quoted(words.join(' '))}`
        }`,
    ),
  ])
  return `${lines.join('\n')}\n`
}

/** zsh reads the completion of bash. */
const zsh = (commands: readonly Completed[]): string =>
  `#compdef corscope\nautoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`

const PRINTERS: Readonly<Record<Shell, (commands: readonly Completed[]) => string>> = { bash, zsh, fish }

export const completionFor = (shell: Shell, program: Command): string => PRINTERS[shell](completedIn(program))
