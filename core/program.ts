import { buildCore, VERSION } from './build-core'
import { bench } from './command-line/bench'
import { CORE_COMMANDS } from './command-line/commands'
import { helpFor } from './command-line/help'
import { DEFAULT_PORT, option, Usage, type Io, type Words } from './command-line/io'
import { explain, parseLine, runOnCore } from './command-line/run-on-core'
import { runPractice } from './command-line/practice'
import { scan } from './command-line/scan'
import { runRestore } from './command-line/restore'
import { serve } from './command-line/serve'
import { refuseExtraWords, wrong } from './command-line/usage'
import { askThrough } from './command-line/through'
import { verify } from './command-line/verify'
import { databaseFile } from './database'
import { Refusal } from './kernel'
import { defaultDataFolder } from './kernel/data-folder'
import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'

/** The command line: does what was typed and returns the exit code. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const io = {
    out: (text: string) => void process.stdout.write(text),
    err: (text: string) => void process.stderr.write(text),
    cwd: process.cwd(),
  }
  try {
    const { command, words } = parseLine(argv)
    if (words.options['version'] === true) {
      io.out(`掌柜 Zhanggui ${VERSION}\n`)
      return 0
    }
    if (command === '' || words.options['help'] === true) {
      io.out(helpFor(command, words))
      return command === '' && words.options['help'] !== true ? 2 : 0
    }
    refuseExtraWords(command, words)
    const practice = words.options['demo'] === true
    const data = option(words, 'data')
    const folder = data === undefined ? defaultDataFolder(practice ? 'practice' : 'real') : resolve(data)
    switch (command) {
      case 'serve': return await runServe(folder, practice, words, io)
      case 'practice': return await runPractice(words, io, untilSignal())
      case 'bench': return await bench(words, { ...io, json: words.options['json'] === true })
      case 'verify': return await verify(words, { ...io, json: words.options['json'] === true })
      case 'restore': return await runRestore(folder, words, io, { stdin: process.stdin, stderr: process.stderr, env: process.env, cwd: io.cwd })
    } // prettier-ignore
    // Against a file of orders no data folder is needed.
    if (command === 'scan' && option(words, 'orders') !== undefined)
      return await scan(undefined, words, { ...io, json: words.options['json'] === true })
    if (!CORE_COMMANDS.has(command))
      throw new Usage(`没有这个命令 / no such command: ${command}\n${helpFor('', words)}`)
    const begins = command === 'shop' && words.positionals[0] === 'add'
    if (!begins && isEmpty(folder)) throw new Refusal('no-database', { folder })
    const through = await askThrough(folder, { argv, cwd: process.cwd() }, io)
    if (through !== undefined) return through
    await using core = await buildCore({ folder, practice: await isPractice(folder, practice) })
    const signal = command === 'export' ? untilSignal() : undefined
    return await runOnCore(CORE_COMMANDS, core, argv, { ...io, ...(signal ? { signal } : {}) })
  } catch (error) {
    return explain(error, io)
  }
}

/** No database, nor something else in a folder's place: that is refused in its own words. */
function isEmpty(folder: string): boolean {
  return (
    !existsSync(databaseFile(folder)) && (statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? true)
  )
}

/** A folder knows what it is; only a new one asks the command line. */
async function isPractice(folder: string, asked: boolean): Promise<boolean> {
  const { kindOfFolder } = await import('./kind-of-folder')
  return (kindOfFolder(folder) ?? (asked ? 'practice' : 'real')) === 'practice'
}

function untilSignal(): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  return stop.signal
}

async function runServe(
  folder: string,
  practice: boolean,
  words: Words,
  io: Pick<Io, 'out' | 'err'>,
): Promise<number> {
  const port = option(words, 'port') ?? String(DEFAULT_PORT)
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw wrong(`--port ${port} 不是端口：写 0 到 65535 的数。`, `--port ${port} is no port: write a number from 0 to 65535.`, 'zhanggui serve [--demo] [--port N]') // prettier-ignore
  const host = option(words, 'host') ?? '127.0.0.1'
  if (!['127.0.0.1', 'localhost', '::1'].includes(host))
    throw new Refusal(
      'host-not-loopback',
      { host },
      '--host 只能是本机（127.0.0.1）。要让手机进来，在「设置 → 手机和其他设备」里打开局域网。\n--host is this PC only (127.0.0.1). To let phones in, switch the LAN on in Settings → Phones and devices.',
    )
  await serve({
    folder, practice, host, port: Number(port), signal: untilSignal(), run: (core, argv, io) => runOnCore(CORE_COMMANDS, core, argv, io),
    ready: (face) =>
      io.out(
        words.options['json'] === true
          ? `${JSON.stringify(face)}\n`
          : `${face.practice ? '练习店已开门 / practice shops open' : '掌柜已开门 / open'}: ${face.address}\n  打开这个链接（只能用一次，打开的人是老板）/ open this link (works once, makes you the owner):\n  ${face.link}\n  数据 / data: ${face.folder}\n`,
      ),
  }) // prettier-ignore
  return 0
}
