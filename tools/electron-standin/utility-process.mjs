import { EventEmitter } from 'node:events'
import { forkNode } from './no-run-as-node.mjs'
import { nextPortId } from './ports.mjs'

const preload = new URL('./child.mjs', import.meta.url).href

class UtilityProcess extends EventEmitter {
  #ports = new Map()
  #child

  constructor(file, args, options) {
    super()
    const stdio =
      options.stdio === 'pipe' ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['inherit', 'inherit', 'inherit', 'ipc']
    const env = { ...(options.env ?? process.env) }
    delete env.NODE_OPTIONS
    // Electron's child reads V8's flags from one switch, Node's takes them as they are.
    const own = (options.execArgv ?? []).flatMap((word) =>
      word.startsWith('--js-flags=') ? word.slice('--js-flags='.length).split(' ') : [word],
    )
    const execArgv = [...own, '--import', preload]
    const child = forkNode(file, args, { serialization: 'advanced', cwd: options.cwd, env, stdio, execArgv })
    this.#child = child
    this.pid = child.pid
    this.stdout = child.stdout
    this.stderr = child.stderr
    child.once('spawn', () => this.emit('spawn'))
    child.once('exit', (code) => {
      this.pid = undefined
      for (const port of this.#ports.values()) port.close()
      this.emit('exit', code ?? 1)
    })
    child.on('message', (said) => {
      if (said.type === 'message') this.emit('message', said.data)
      else if (said.type === 'port') this.#ports.get(said.id)?.peer.deliver(said.data)
      else if (said.type === 'port-close') this.#ports.get(said.id)?.close()
    })
  }

  postMessage(data, transfer = []) {
    const ports = transfer.map((port) => {
      const id = nextPortId()
      this.#ports.set(id, port)
      return { id, port }
    })
    this.#send({ type: 'message', data, ports: ports.map(({ id }) => id) })
    for (const { id, port } of ports)
      port.moveTo({
        message: (sent) => this.#send({ type: 'port', id, data: sent }),
        close: () => this.#send({ type: 'port-close', id }),
      })
  }
  kill() {
    return this.#child.kill()
  }
  #send(message) {
    if (this.#child.connected) this.#child.send(message)
  }
}

export const utilityProcess = {
  fork: (file, args = [], options = {}) => new UtilityProcess(file, args, options),
}
