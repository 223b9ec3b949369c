import { contextBridge, ipcRenderer } from 'electron'
import { CORE_PORT, SHELL_CALLS } from './shell.contract'

// A MessagePort cannot cross the context bridge, so it goes by window message, to our own origin only.
ipcRenderer.on(CORE_PORT, (event) =>
  window.postMessage({ kind: CORE_PORT }, window.location.origin, event.ports),
)

const calls = SHELL_CALLS.map((name) => [
  name,
  (...args: unknown[]) => ipcRenderer.invoke(`shell:${name}`, ...args),
])
contextBridge.exposeInMainWorld('zhanggui', Object.fromEntries(calls))
