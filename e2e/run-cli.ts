import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'

const cli = resolve(import.meta.dirname, '../out/main/cli.js')

export interface Running<T> extends AsyncDisposable {
  /** The first line it printed, read as JSON. */
  readonly said: T
  /** As the power cut does it. */
  kill(): Promise<void>
}

/** The built command line (`npm run build` first), until it is disposed of. */
export async function runCli<T>(...args: string[]): Promise<Running<T>> {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  return {
    said: JSON.parse(String(line)) as T,
    kill: () => end('SIGKILL'),
    [Symbol.asyncDispose]: () => end('SIGTERM'),
  }
}
