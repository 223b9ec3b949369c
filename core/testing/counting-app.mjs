// Preloaded before the built core: makes it believe that it is Electron's child, whose own executable is the app.
// Whoever starts that executable opens a second app: ZG_APP_STARTS is the file where each start is written down.
import { EventEmitter } from 'node:events'
import { appendFileSync, chmodSync, writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const starts = process.env.ZG_APP_STARTS
if (isMainThread) {
  const app = `${starts}-app`
  writeFileSync(app, `#!/bin/sh\necho "$@" >> '${starts}'\n`)
  chmodSync(app, 0o755)
  process.execPath = app
  process.versions.electron = '43.0.0'
  const send = process.send?.bind(process)
  const parentPort = new EventEmitter()
  parentPort.postMessage = (message) => send?.(message)
  process.on('message', (data) => parentPort.emit('message', { data, ports: [] }))
  process.on('disconnect', () => process.exit(0))
  process.parentPort = parentPort
  process.on('exit', () => appendFileSync(`${starts}-ends`, 'end\n'))
}
