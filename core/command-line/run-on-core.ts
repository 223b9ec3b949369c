import { parseArgs } from 'node:util'
import type { Core } from '../build-core'
import { Usage, type Io, type Words } from './io'
import type { CoreCommand } from './commands'
import { sentenceOf } from './sentences'
import { optionTrouble, refuseExtraWords } from './usage'

const OPTIONS = {
  data: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, version: { type: 'boolean' }, host: { type: 'string' }, port: { type: 'string' },
  demo: { type: 'boolean' }, platform: { type: 'string' }, name: { type: 'string' }, url: { type: 'string' }, since: { type: 'string' },
  set: { type: 'string', multiple: true }, once: { type: 'boolean' }, shop: { type: 'string' }, out: { type: 'string' }, month: { type: 'string' }, orders: { type: 'string' },
  seed: { type: 'string' }, faults: { type: 'string' }, key: { type: 'boolean' }, 'as-is': { type: 'boolean' }, roles: { type: 'string' }, 'passphrase-file': { type: 'string' },
  order: { type: 'string' }, amount: { type: 'string' }, reason: { type: 'string' }, role: { type: 'string' }, yes: { type: 'boolean' }, no: { type: 'boolean' },
  line: { type: 'string', multiple: true }, waybill: { type: 'string' }, courier: { type: 'string' }, confirm: { type: 'string' }, 'dry-run': { type: 'boolean' },
} as const // prettier-ignore

/** The words of a command line. Throws `Usage` for an option that nobody knows. */
export function parseLine(argv: readonly string[]): { command: string; words: Words } {
  try {
    const { positionals, values } = parseArgs({
      args: [...argv],
      options: OPTIONS,
      allowPositionals: true,
      strict: true,
    })
    const [command = '', ...rest] = positionals
    return { command, words: { positionals: rest, options: values } }
  } catch (error) {
    throw optionTrouble(error)
  }
}

/** Runs a command on a core, here or for a program that asks through the socket. Returns the exit code. */
export async function runOnCore(
  commands: ReadonlyMap<string, CoreCommand>,
  core: Core,
  argv: readonly string[],
  io: Pick<Io, 'out' | 'err' | 'cwd' | 'signal'>,
): Promise<number> {
  try {
    const { command, words } = parseLine(argv)
    const run = commands.get(command)
    if (!run) throw new Usage(`没有这个命令 / no such command: ${command}`)
    refuseExtraWords(command, words)
    return await run(core, words, { ...io, json: words.options['json'] === true })
  } catch (error) {
    return explain(error, io)
  }
}

/** Says what went wrong in plain words: 2 for wrong usage, 1 for a refusal. */
export function explain(error: unknown, io: Pick<Io, 'err'>): number {
  io.err(`${sentenceOf(error)}\n`)
  return error instanceof Usage ? 2 : 1
}
