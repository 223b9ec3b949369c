/**
 * Runs in the page before any of its own scripts: gives the preload file its `electron` (ipcRenderer and
 * contextBridge) and relays ports. One self-contained function: it is sent to the page as text.
 * @param {(require: Function, process: object, exports: object, module: object) => void} preload the preload file,
 * wrapped as CommonJS is
 */
export function pageSide(preload) {
  if (window !== window.top || window.__standin) return
  const listeners = new Map()
  const ports = new Map()

  window.__standin = {
    emit(channel, args, portIds) {
      const moved = portIds.map((id) => {
        const { port1, port2 } = new MessageChannel()
        ports.set(id, port1)
        port1.onmessage = (event) => window.__standinSend({ type: 'port', id, data: event.data })
        port1.onclose = () => window.__standinSend({ type: 'port-close', id })
        return port2
      })
      for (const listener of listeners.get(channel) ?? [])
        listener({ sender: ipcRenderer, ports: moved }, ...args)
    },
    deliver: (id, data) => ports.get(id)?.postMessage(data),
    close(id) {
      ports.get(id)?.close()
      ports.delete(id)
    },
  }

  const ipcRenderer = {
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
      return ipcRenderer
    },
    off(channel, listener) {
      const left = (listeners.get(channel) ?? []).filter((one) => one !== listener)
      listeners.set(channel, left)
      return ipcRenderer
    },
    send: (channel, ...args) =>
      void window.__standinSend({ type: 'send', channel, args: structuredClone(args) }),
    async invoke(channel, ...args) {
      const reply = await window.__standinSend({ type: 'invoke', channel, args: structuredClone(args) })
      if (reply.error) throw new Error(`Error invoking remote method '${channel}': ${reply.error}`)
      return reply.value
    },
  }

  // As the real bridge does: values are copied, functions wrapped, the whole is frozen.
  const copied = (value) => {
    if (typeof value === 'function') return (...args) => bridged(value(...args.map(copied)))
    if (Array.isArray(value)) return Object.freeze(value.map(copied))
    if (value === null || typeof value !== 'object') return value
    if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value)
    return Object.freeze(
      Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copied(inner)])),
    )
  }
  const bridged = (value) => (value instanceof Promise ? value.then(copied) : copied(value))
  const contextBridge = {
    exposeInMainWorld(name, api) {
      if (name in window) throw new Error(`Cannot bind an API on top of an existing property: ${name}`)
      Object.defineProperty(window, name, { value: copied(api), enumerable: true })
    },
  }

  const electron = {
    ipcRenderer,
    contextBridge,
    webFrame: { setZoomFactor() {} },
    webUtils: { getPathForFile: () => '' },
  }
  const require = (name) => {
    if (name === 'electron' || name === 'electron/renderer') return electron
    throw new Error(`module not found in a sandboxed preload: ${name}`)
  }
  const process = {
    platform: 'linux',
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    versions: {},
    env: {},
  }
  preload(require, process, {}, { exports: {} })
}
