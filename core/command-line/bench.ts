import { existsSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Refusal } from '../kernel'
import type { Io, Words } from './io'
import { wrong } from './usage'

const NAMES = ['export', 'intake', 'list', 'live', 'oversell', 'reconcile', 'slips']

/** Benchmarks live beside the product and run from a checkout only. */
export async function bench(words: Words, io: Io): Promise<number> {
  const [name] = words.positionals
  if (name === undefined || !NAMES.includes(name))
    throw wrong(
      name === undefined ? '测哪一样？' : `没有「${name}」这项测速。`,
      name === undefined ? 'Measure what?' : `There is no benchmark “${name}”.`,
      `zhanggui bench ${NAMES.join(' | ')} [--json]`,
    )
  const here = dirname(fileURLToPath(import.meta.url))
  const script = [join(here, `bench-${name}.js`), join(here, `../bench-${name}.js`)].find((file) =>
    existsSync(file),
  )
  // On the desktop our own executable is Electron: started again it would open a second app, not a benchmark.
  if (!script || process.versions['electron'])
    throw new Refusal(
      'bench-needs-checkout',
      {},
      '测速只在源码检出里可用。\nBenchmarks run from a checkout only.',
    )
  // With the flags that core itself was started with: they belong to what is measured.
  const child = spawn(
    process.execPath,
    [...process.execArgv, '--expose-gc', script, ...(io.json ? ['--json'] : [])],
    {
      stdio: 'inherit',
    },
  )
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}
