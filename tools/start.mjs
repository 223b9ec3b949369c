// `npm start` and `npm run demo`: the desktop where there is a screen and Electron, else the station on 127.0.0.1.
import './node-guard.mjs'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  buildIfStale,
  cliFile,
  coreBuild,
  coreFlags,
  fullBuild,
  pageBuild,
  root,
  runInForeground,
} from './fresh-build.mjs'

const FETCH_TIMEOUT_MS = 60_000
const args = process.argv.slice(2)
const electronFolder = join(root, 'node_modules/electron')

await buildIfStale(fullBuild)
// One of them may have been made alone since, or not to its end.
await buildIfStale(pageBuild)
await buildIfStale(coreBuild)

const obstacle = await whyNoDesktop()
if (obstacle === undefined) {
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  runInForeground(electronBinary(), [root, ...sandbox, ...args], withoutRunAsNode())
} else {
  process.stderr.write(
    `${obstacle.zh}，掌柜改在浏览器里打开。\n${obstacle.en}, so Zhanggui opens in the browser instead of its own window.\n`,
  )
  runInForeground(process.execPath, [...coreFlags, cliFile, 'serve', ...args])
}

/** A sentence's first half in both languages, or undefined when the desktop can open. */
async function whyNoDesktop() {
  const screen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  if (!screen) return { zh: '这台机器没有屏幕', en: 'This machine has no display' }
  if (electronBinary()) return undefined
  process.stderr.write('正在取 Electron，只取一次 … / Fetching Electron, once …\n')
  const failure = await fetchElectron()
  return electronBinary()
    ? undefined
    : {
        zh: `Electron 没取到（${failure ?? '没有这个系统的版本'}）`,
        en: `Electron could not be fetched (${failure ?? 'no binary for this system'})`,
      }
}

function electronBinary() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const named = join(electronFolder, 'path.txt')
  if (!existsSync(named)) return undefined
  const file = join(override ?? join(electronFolder, 'dist'), readFileSync(named, 'utf8'))
  return existsSync(file) ? file : undefined
}

/** electron's own install.js fetches the binary of this version and checks it against the packaged checksums. */
function fetchElectron() {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(electronFolder, 'install.js')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (chunk) => (said += chunk))
    const timer = setTimeout(() => {
      child.kill()
      resolve(`not within ${FETCH_TIMEOUT_MS / 1000} s`)
    }, FETCH_TIMEOUT_MS)
    child.once('exit', (code) => {
      clearTimeout(timer)
      resolve(
        code === 0
          ? undefined
          : (said.match(/\b(E[A-Z]{4,}|getaddrinfo[^\n]*|HTTPError[^\n]*)/)?.[0] ?? 'no connection'),
      )
    })
  })
}

function withoutRunAsNode() {
  const { ELECTRON_RUN_AS_NODE: _dropped, ...env } = process.env
  return env
}
