import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FromCore, HelperName, ToCore } from './desktop-link'
import { Bug } from './errors'

/** A helper process: it may crash or fill its memory, and core goes on. */
export interface Helper extends AsyncDisposable {
  readonly pid: number | undefined
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Resolves once it is gone, whatever the reason; never rejects. */
  readonly ended: Promise<void>
  kill(): void
}

/**
 * The one place where helpers are started. Headless it forks Node. On the desktop it asks the shell, which runs
 * `utilityProcess.fork` for a name of its fixed list and passes a MessagePort: core never starts its own
 * executable there, which in the packaged app would open a second app.
 */
export function startHelper(name: HelperName): Helper {
  const { parentPort } = process as unknown as { parentPort?: ParentPort }
  if (parentPort) return desktopHelper(name, parentPort)
  if (process.versions['electron']) throw new Bug('under Electron helpers are started by the shell')
  return forkedHelper(name)
}

/** Bundled, a helper stands beside the entry (or above the chunks); from source only the built one can run. */
function helperFile(name: HelperName): string {
  const places = [`./${name}.js`, `../${name}.js`, `../../out/main/${name}.js`]
  const found = places.map((place) => fileURLToPath(new URL(place, import.meta.url))).find(existsSync)
  if (!found) throw new Bug(`the helper ${name} must be built beside core`)
  return found
}

const END_PATIENCE_MS = 2_000

function forkedHelper(name: HelperName): Helper {
  // Neither inherited flags nor a debugger's port: a helper is its file and nothing else.
  const child = fork(helperFile(name), [], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  return {
    pid: child.pid,
    ended,
    // What cannot be sent any more is answered by `ended`.
    send: (message) => void (child.connected && child.send(message as object, () => undefined)),
    onMessage: (listener) => void child.on('message', listener),
    kill: () => void child.kill('SIGKILL'),
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect()
      const impatient = setTimeout(() => child.kill('SIGKILL'), END_PATIENCE_MS)
      await ended
      clearTimeout(impatient)
    },
  }
}

/** What Electron gives a utility process; declared here because core never imports electron. */
interface Port {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  start(): void
  close(): void
}
interface ParentPort {
  on(event: 'message', listener: (event: { data: ToCore; ports: Port[] }) => void): void
  off(event: 'message', listener: (event: { data: ToCore; ports: Port[] }) => void): void
  postMessage(message: FromCore): void
}

let lastId = 0

function desktopHelper(name: HelperName, parent: ParentPort): Helper {
  const id = ++lastId
  const listeners: ((message: unknown) => void)[] = []
  const waiting: unknown[] = []
  let port: Port | undefined
  const ended = new Promise<void>((resolve) => {
    const hear = ({ data, ports }: { data: ToCore; ports: Port[] }) => {
      if (data.kind === 'helper-started' && data.id === id) {
        port = ports[0]
        port?.on('message', (event) => listeners.forEach((listener) => listener(event.data)))
        port?.start()
        for (const message of waiting.splice(0)) port?.postMessage(message)
      } else if (data.kind === 'helper-ended' && data.id === id) {
        parent.off('message', hear)
        resolve()
      }
    }
    parent.on('message', hear)
  })
  parent.postMessage({ kind: 'start-helper', id, name })
  const end = () => parent.postMessage({ kind: 'end-helper', id })
  return {
    pid: undefined,
    ended,
    send: (message) => void (port ? port.postMessage(message) : waiting.push(message)),
    onMessage: (listener) => void listeners.push(listener),
    kill: end,
    async [Symbol.asyncDispose]() {
      end()
      await ended
      port?.close()
    },
  }
}

/** The helper's own side: calls `listener` for every message and gives it a way to answer. Ends with its parent. */
export function serveAsHelper(
  listener: (message: unknown, answer: (message: unknown) => void) => void,
): void {
  const { parentPort } = process as unknown as { parentPort?: ParentPort }
  if (parentPort) {
    parentPort.on('message', ({ ports }) => {
      for (const port of ports) {
        port.on('message', (event) => listener(event.data, (message) => port.postMessage(message)))
        port.start()
      }
    })
    return
  }
  const answer = (message: unknown) =>
    void (process.connected && process.send?.(message, undefined, {}, () => undefined))
  process.on('message', (message) => listener(message, answer))
  process.once('disconnect', () => process.exit(0))
}
