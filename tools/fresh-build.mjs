import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export const root = resolve(import.meta.dirname, '..')
export const cliFile = join(root, 'out/main/cli.js')

const LOCK = join(root, 'out/.building')
/** A build takes seconds; a lock older than this was left by one that was killed. */
const LOCK_STALE_MS = 120_000

/**
 * Builds with `script` (a package's own JavaScript file) if any source is newer than `product`; commands that start
 * together build once. What the build says goes to stderr, and only if it fails: stdout belongs to the command.
 * @param {{ product: string, sources: string[], script: string, args: string[] }} what
 */
export async function buildIfStale({ product, sources, script, args }) {
  if (!isStale(join(root, product), sources)) return
  await lock()
  try {
    if (isStale(join(root, product), sources)) await build(script, args)
  } finally {
    rmSync(LOCK, { recursive: true, force: true })
  }
}

async function build(script, args) {
  const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  const [code] = await once(child, 'close')
  if (code === 0) return
  process.stderr.write(`${said}\nThe build failed; nothing was started.\n`)
  rmSync(LOCK, { recursive: true, force: true })
  process.exit(1)
}

async function lock() {
  mkdirSync(dirname(LOCK), { recursive: true })
  for (;;) {
    try {
      return mkdirSync(LOCK)
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const since = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
      if (Date.now() - since > LOCK_STALE_MS) rmSync(LOCK, { recursive: true, force: true })
      else await sleep(100)
    }
  }
}

export const coreBuild = {
  product: 'out/main/cli.js',
  sources: ['core', 'bench', 'tools/core.vite.config.ts', 'tools/build-entries.mjs', 'package-lock.json'],
  script: 'vite/bin/vite.js',
  args: ['build', '-c', 'tools/core.vite.config.ts'],
}
export const pageBuild = {
  product: 'out/renderer/index.html',
  sources: ['core', 'renderer', 'tools/page-config.mjs', 'tools/page.vite.config.ts', 'package-lock.json'],
  script: 'vite/bin/vite.js',
  args: ['build', '-c', 'tools/page.vite.config.ts'],
}
/** Core, page and the desktop's own two files. */
export const fullBuild = {
  product: 'out/preload/preload.cjs',
  sources: ['electron', 'electron.vite.config.ts', ...new Set([...coreBuild.sources, ...pageBuild.sources])],
  script: 'electron-vite/bin/electron-vite.js',
  args: ['build'],
}

function isStale(product, sources) {
  if (!existsSync(product)) return true
  const built = statSync(product).mtimeMs
  return sources.some((source) => newest(join(root, source)) > built)
}

function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : stat.mtimeMs
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0)
}

/**
 * Core lets V8 collect its youngest objects often and a little at a time: 4 MB instead of 16 and more. While a busy shop
 * was taken in, one collection of the large space stopped the program for 30 ms; of the small one for 8. The desktop
 * says the same in Electron's words (electron/core-flags.ts).
 */
export const coreFlags = ['--max-semi-space-size=4', '--min-semi-space-size=4']

/**
 * Runs a child in the foreground: its terminal is ours, signals reach it, its end is our end.
 * @param {string} file
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function runInForeground(file, args, env = process.env) {
  const child = spawn(file, args, { stdio: 'inherit', env })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal))
  child.once('error', (error) => {
    process.stderr.write(`${file} could not be started: ${error.message}\n`)
    process.exit(1)
  })
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
