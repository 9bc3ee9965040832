import { parseArgs } from 'node:util'

/** The exit status of a command line that is not understood, as shells and GNU’s programs have it. */
const MISUSED = 2

/**
 * @typedef {object} Option
 * @property {'boolean' | 'string'} type
 * @property {boolean} [multiple]
 * @property {string} [value] what stands for its value in the usage
 * @property {readonly string[]} [choices] the values that it takes
 * @property {string} help one line
 */

/**
 * Reads the command line before anything is installed or built. With `--help` it prints the usage and leaves with 0; where
 * something is not known it says so in a line, prints the usage and leaves with 2.
 *
 * @param {{ command: string, about: string, operands?: string, options: Readonly<Record<string, Option>> }} program
 * @param {readonly string[]} args
 * @returns {{ values: Record<string, any>, positionals: string[] }}
 */
export function readCommandLine(program, args = process.argv.slice(2)) {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(describeUsage(program))
    process.exit(0)
  }
  const fault = findFault(program, args)
  if (!fault) return parse(program, args)
  console.error(`${fault}\n\n${describeUsage(program)}`)
  return process.exit(MISUSED)
}

function findFault(program, args) {
  try {
    const { values } = parse(program, args)
    return Object.entries(program.options)
      .flatMap(([name, { choices }]) =>
        [values[name] ?? []]
          .flat()
          .filter((value) => choices && !choices.includes(value))
          .map((value) => `--${name} takes ${choices.join(', ')}, not ${value}.`),
      )
      .at(0)
  } catch (error) {
    if (!String(error.code).startsWith('ERR_PARSE_ARGS')) throw error
    // Behind the first sentence Node explains how its own parser sees it.
    return `${error.message.split(/\.\s/, 1)[0].replace(/\.$/, '')}.`
  }
}

function parse({ options, operands }, args) {
  const known = Object.fromEntries(
    Object.entries(options).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
  )
  return parseArgs({ args: [...args], options: known, allowPositionals: operands !== undefined })
}

function describeUsage({ command, about, operands, options }) {
  const rows = [
    ...Object.entries(options).map(([name, { value, choices, help }]) => [
      `--${name}${value ? ` ${value}` : choices ? ` ${choices.join('|')}` : ''}`,
      help,
    ]),
    ['--help', 'Print this.'],
  ]
  const width = Math.max(...rows.map(([words]) => words.length))
  const lines = rows.map(([words, help]) => `  ${words.padEnd(width)}  ${help}`)
  return [`usage: ${command} [-- OPTION …${operands ? ` ${operands}` : ''}]`, about, '', ...lines].join('\n')
}
