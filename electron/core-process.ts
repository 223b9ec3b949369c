import { dirname } from 'node:path'
import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron'
import type { FromCore, ToCore } from '../core/kernel/desktop-link'
import { CORE_FLAGS } from './core-flags'
import { Helpers } from './helpers'
import { keep } from './keeper'
import { reasonOf } from './reason'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
/** Alive for so long, and earlier crashes are forgiven. */
const STEADY_AFTER_MS = 60_000
const STOP_PATIENCE_MS = 10_000
const MAX_CRASHES = 6

export interface CoreEvents {
  /** Core runs again after a crash or a restart: windows need new ports. */
  started(): void
  /** It stays down; `message` is for the person. */
  gaveUp(message: string): void
}

/** Core as a child of the desktop: started, handed its windows' ports, restarted when it falls, ended in order. */
export class CoreProcess {
  #child: UtilityProcess | undefined
  #timer: NodeJS.Timeout | undefined
  #crashes = 0
  #stopping = false
  #refusal: string | undefined
  readonly #helpers: Helpers
  constructor(
    private readonly file: string,
    private readonly args: readonly string[],
    private readonly events: CoreEvents,
  ) {
    this.#helpers = new Helpers(dirname(file))
  }

  start(): void {
    this.#stopping = false
    this.#refusal = undefined
    const child = utilityProcess.fork(this.file, [...this.args], {
      serviceName: 'Zhanggui core',
      stdio: 'inherit',
      execArgv: CORE_FLAGS,
    })
    this.#child = child
    const steady = setTimeout(() => (this.#crashes = 0), STEADY_AFTER_MS)
    child.on('message', (message: FromCore) => this.#hear(child, message))
    child.once('exit', (code) => {
      clearTimeout(steady)
      this.#ended(code)
    })
    this.events.started()
  }

  /** Gives one end of a channel to core; false when core is down (its return calls `started`). */
  connect(port: MessagePortMain): boolean {
    if (!this.#child) return false
    this.#child.postMessage({ kind: 'client-port' } satisfies ToCore, [port])
    return true
  }

  async restart(): Promise<void> {
    await this.stop()
    this.#crashes = 0
    this.start()
  }

  /** Resolves when core is gone; after `STOP_PATIENCE_MS` it is killed, which its database survives. */
  async stop(): Promise<void> {
    this.#stopping = true
    clearTimeout(this.#timer)
    const child = this.#child
    if (!child) return
    await new Promise<void>((resolve) => {
      const impatient = setTimeout(() => child.kill(), STOP_PATIENCE_MS)
      child.once('exit', () => {
        clearTimeout(impatient)
        resolve()
      })
      child.postMessage({ kind: 'stop' } satisfies ToCore)
    })
  }

  #hear(child: UtilityProcess, message: FromCore): void {
    if (message.kind === 'refused') this.#refusal = message.message
    else if (message.kind !== 'keeper') this.#helpers.hear(message, child)
    else
      keep(message).then(
        (reply) => child === this.#child && child.postMessage(reply satisfies ToCore),
        (error: unknown) => this.events.gaveUp(reasonOf(error)),
      )
  }

  #ended(code: number): void {
    this.#child = undefined
    this.#helpers.end()
    if (this.#stopping) return
    if (this.#refusal !== undefined) return this.events.gaveUp(this.#refusal)
    this.#crashes++
    if (this.#crashes >= MAX_CRASHES) {
      return this.events.gaveUp(
        `后台程序连续 ${this.#crashes} 次意外退出（代码 ${code}）。数据没有丢失，请重新启动掌柜。`,
      )
    }
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (this.#crashes - 1), LONGEST_PAUSE_MS)
    this.#timer = setTimeout(() => this.start(), pauseMs)
  }
}
