import { EventEmitter } from 'node:events'

/** An end of a channel. Once it has moved to another process, `deliver` goes through the sink given there. */
class MessagePortMain extends EventEmitter {
  peer
  #waiting = []
  #started = false
  #sink
  #closed = false

  postMessage(data) {
    if (!this.#closed) this.peer.deliver(structuredClone(data))
  }
  deliver(data) {
    if (this.#sink) this.#sink.message(data)
    else if (this.#started) this.emit('message', { data, ports: [] })
    else this.#waiting.push(data)
  }
  start() {
    this.#started = true
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] })
  }
  close() {
    if (this.#closed) return
    this.#closed = true
    this.#sink?.close()
    this.emit('close')
    this.peer.close()
  }
  /** @param {{ message(data: unknown): void, close(): void }} sink */
  moveTo(sink) {
    this.#sink = sink
    for (const data of this.#waiting.splice(0)) sink.message(data)
  }
}

export class MessageChannelMain {
  port1 = new MessagePortMain()
  port2 = new MessagePortMain()
  constructor() {
    this.port1.peer = this.port2
    this.port2.peer = this.port1
  }
}

let lastId = 0
/** Names of moved ports, unique over all processes. */
export function nextPortId() {
  return ++lastId
}
