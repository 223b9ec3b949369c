import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fileKeeper, type KeyKeeper } from './auth'
import { buildCore, type Core } from './build-core'
import { CORE_COMMANDS } from './command-line/commands'
import { sentenceOf } from './command-line/sentences'
import { serveFolder } from './command-line/serve'
import type { FromCore, KeeperAnswer, ToCore } from './kernel/desktop-link'
import { defaultDataFolder } from './kernel/data-folder'
import { assert } from './kernel'
import { serveMessagePort } from './rpc'

type ClientPort = Parameters<typeof serveMessagePort>[0]

/** What Electron gives a utility process; declared here because core never imports electron. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: ToCore; ports: ClientPort[] }) => void): void
  postMessage(message: FromCore): void
}

/** Core as the desktop's child: serves every window that comes with a port, and the station face on loopback. */
export async function startDesktopCore(): Promise<void> {
  const parent = (process as unknown as { parentPort?: ParentPort }).parentPort
  assert(parent, 'core.js is started by the desktop; the command line is cli.js')
  const { values } = parseArgs({
    args: process.argv.slice(2),
    options: { data: { type: 'string' }, demo: { type: 'boolean' }, port: { type: 'string' } },
    allowPositionals: true,
  })
  const practice = values.demo === true
  const folder = values.data ?? defaultDataFolder(practice ? 'practice' : 'real')
  const stop = new AbortController()
  const waiting: ClientPort[] = []
  const keeper = desktopKeeper(folder, parent)
  let core: Core | undefined
  const attend = (port: ClientPort) => {
    if (!core) return void waiting.push(port)
    serveMessagePort(port, core.rpc, core.log)
    // Electron's ports queue until they are started; oRPC listens, it does not start them.
    ;(port as { start?: () => void }).start?.()
  }
  parent.on('message', ({ data, ports }) => {
    if (data.kind === 'client-port') for (const port of ports) attend(port)
    else if (data.kind === 'stop') stop.abort()
    else if (data.kind === 'keeper') keeper.answered(data)
  })
  try {
    core = await buildCore({ folder, practice, keeper })
    await using served = await serveFolder(core, {
      host: '127.0.0.1',
      port: Number(values.port ?? 0),
      practice,
      run: runCommand,
    })
    for (const port of waiting.splice(0)) attend(port)
    if (!stop.signal.aborted)
      await new Promise<void>((resolve) =>
        stop.signal.addEventListener('abort', () => resolve(), { once: true }),
      )
    void served
  } catch (error) {
    parent.postMessage({ kind: 'refused', message: sentenceOf(error) })
    process.exitCode = 1
  } finally {
    await core?.[Symbol.asyncDispose]()
    process.exit()
  }
}

const runCommand: Parameters<typeof serveFolder>[1]['run'] = async (core, argv, io) => {
  const { runOnCore } = await import('./command-line/run-on-core')
  return runOnCore(CORE_COMMANDS, core, argv, io)
}

/** The data key wrapped by the system's key store; a folder that already has a key file keeps it. */
function desktopKeeper(
  folder: string,
  parent: ParentPort,
): KeyKeeper & { answered(answer: KeeperAnswer): void } {
  const wrapped = join(folder, 'data.key.wrapped')
  const pending = new Map<number, (answer: KeeperAnswer) => void>()
  let last = 0
  const ask = (op: 'wrap' | 'unwrap', data: string) =>
    new Promise<KeeperAnswer>((resolve) => {
      last += 1
      pending.set(last, resolve)
      parent.postMessage({ kind: 'keeper', id: last, op, data })
    })
  const file = fileKeeper(folder)
  return {
    answered(answer) {
      pending.get(answer.id)?.(answer)
      pending.delete(answer.id)
    },
    async load() {
      if (!existsSync(wrapped)) return file.load()
      const answer = await ask('unwrap', await readFile(wrapped, 'utf8'))
      return answer.ok ? Buffer.from(answer.data, 'base64') : undefined
    },
    async store(key) {
      const answer = await ask('wrap', Buffer.from(key).toString('base64'))
      if (!answer.ok) return file.store(key)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(`${wrapped}.new`, answer.data, { mode: 0o600, flush: true })
      await rename(`${wrapped}.new`, wrapped)
    },
  }
}
