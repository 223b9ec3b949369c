import { existsSync, globSync } from 'node:fs'
import { basename, resolve } from 'node:path'

/** What Node 20 can read, so that `core/node-guard.ts` can say there that the Node is too old. */
export const CORE_TARGET = 'node20'

/**
 * What is built into out/main beside the Electron main: core's entry for the desktop, the command line, and one
 * file per worker (`x.worker.ts` becomes `x.worker.js`). Both build configurations read this one list.
 * @param {string} root the checkout
 * @returns {Record<string, string>} name in out/main without `.js` → source file
 */
export function coreEntries(root) {
  const entries = { core: 'core/main.ts', cli: 'core/cli.ts' }
  const workers = globSync('core/**/*.{worker,helper}.ts', { cwd: root })
  const named = workers.map((file) => [basename(file, '.ts'), file])
  const benches = globSync('bench/*.bench.ts', { cwd: root }).map((file) => [
    `bench-${basename(file, '.bench.ts')}`,
    file,
  ])
  const all = [...Object.entries(entries), ...named, ...benches]
  return Object.fromEntries(
    all.map(([name, file]) => [name, resolve(root, file)]).filter(([, file]) => existsSync(file)),
  )
}
