import { join } from 'node:path'
import { MessageChannelMain, utilityProcess, type UtilityProcess } from 'electron'
import { HELPERS, type FromCore, type ToCore } from '../core/kernel/desktop-link'

type HelperRequest = Extract<FromCore, { kind: 'start-helper' | 'end-helper' }>

/** Helpers started for core: from the fixed list only, each joined to core by a port of its own. */
export class Helpers {
  readonly #running = new Map<number, UtilityProcess>()
  constructor(private readonly folder: string) {}

  hear(message: HelperRequest, core: UtilityProcess): void {
    if (message.kind === 'end-helper') return void this.#running.get(message.id)?.kill()
    const { id, name } = message
    const tell = (what: ToCore, ports: Electron.MessagePortMain[] = []) => core.postMessage(what, ports)
    if (!HELPERS.includes(name)) return tell({ kind: 'helper-ended', id, code: 1 })
    const child = utilityProcess.fork(join(this.folder, `${name}.js`), [], {
      serviceName: `Zhanggui ${name}`,
      stdio: 'ignore',
    })
    this.#running.set(id, child)
    child.once('exit', (code) => {
      this.#running.delete(id)
      if (core.pid !== undefined) tell({ kind: 'helper-ended', id, code })
    })
    const { port1, port2 } = new MessageChannelMain()
    child.postMessage({ kind: 'core-port' }, [port2])
    tell({ kind: 'helper-started', id }, [port1])
  }

  /** Core is gone: nobody needs them any more. */
  end(): void {
    for (const child of this.#running.values()) child.kill()
  }
}
