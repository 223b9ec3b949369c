// Preloaded into the process that utilityProcess.fork starts: gives it `process.parentPort`.
import { EventEmitter } from 'node:events'
import { isMainThread } from 'node:worker_threads'
import { refuseOwnExecPath } from './no-run-as-node.mjs'

refuseOwnExecPath()
if (isMainThread && process.send) becomeUtility(process.send.bind(process))

function becomeUtility(send) {
  const ports = new Map()

  class Port extends EventEmitter {
    #waiting = []
    #started = false
    constructor(id) {
      super()
      this.id = id
      ports.set(id, this)
    }
    postMessage(data) {
      if (process.connected) send({ type: 'port', id: this.id, data })
    }
    start() {
      this.#started = true
      for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] })
    }
    arrived(data) {
      if (this.#started) this.emit('message', { data, ports: [] })
      else this.#waiting.push(data)
    }
    close() {
      if (process.connected) send({ type: 'port-close', id: this.id })
      this.closed()
    }
    closed() {
      if (ports.delete(this.id)) this.emit('close')
    }
  }

  class ParentPort extends EventEmitter {
    #waiting = []
    constructor() {
      super()
      this.on('newListener', (name) => name === 'message' && queueMicrotask(() => this.start()))
    }
    start() {
      for (const event of this.#waiting.splice(0)) this.emit('message', event)
    }
    postMessage(data) {
      if (process.connected) send({ type: 'message', data })
    }
    arrived(event) {
      if (this.listenerCount('message') > 0) this.emit('message', event)
      else this.#waiting.push(event)
    }
  }

  process.type = 'utility'
  process.parentPort = new ParentPort()
  process.on('message', (said) => {
    if (said.type === 'message')
      process.parentPort.arrived({ data: said.data, ports: said.ports.map((id) => new Port(id)) })
    else if (said.type === 'port') ports.get(said.id)?.arrived(said.data)
    else if (said.type === 'port-close') ports.get(said.id)?.closed()
  })
  process.on('disconnect', () => process.exit(0))
  delete process.send
}
