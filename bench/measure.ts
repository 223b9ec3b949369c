import { once } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'

/** CPU seconds of this process (user + system) that `work` took, its wall time, and the longest step of the loop. */
export async function measured<T>(
  work: () => Promise<T> | T,
): Promise<{ result: T; cpuMs: number; wallMs: number; longestStepMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const cpu = process.cpuUsage()
  const began = performance.now()
  const result = await work()
  const { user, system } = process.cpuUsage(cpu)
  delay.disable()
  return {
    result,
    cpuMs: (user + system) / 1000,
    wallMs: performance.now() - began,
    longestStepMs: delay.max / 1e6,
  }
}

/**
 * The longest step, ms, of a loop beside ours that has nothing to do: what the machine itself takes from whoever waits.
 * Ask once; it ends with the answer.
 */
export function idleLoop(): () => Promise<number> {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads')
     const delay = require('node:perf_hooks').monitorEventLoopDelay({ resolution: 1 })
     delay.enable()
     parentPort.once('message', () => parentPort.postMessage(delay.max / 1e6))`,
    { eval: true },
  )
  return async () => {
    worker.postMessage('how long')
    const [longest] = (await once(worker, 'message')) as [number]
    await worker.terminate()
    return longest
  }
}

/** Memory of the last quarter over that of the second quarter: 1 = flat. (In the first the caches fill.) */
export function flatness(rss: readonly number[]): number {
  const quarter = Math.max(1, Math.floor(rss.length / 4))
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  return mean(rss.slice(-quarter)) / mean(rss.slice(quarter, 2 * quarter))
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export interface Target {
  readonly what: string
  readonly target: string
  readonly measured: number
  readonly met: boolean
}
export interface Report {
  readonly name: string
  readonly params: object
  readonly ours: object
  readonly reference: object
  readonly ratio: object
  readonly targets: readonly Target[]
}

/** One JSON document with --json, else a short table. Exit code 1 when a target is missed. */
export function print(report: Report): void {
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(report)}\n`)
  else {
    process.stdout.write(
      `${report.name}\n  ours ${JSON.stringify(report.ours)}\n  reference ${JSON.stringify(report.reference)}\n  ratio ${JSON.stringify(report.ratio)}\n`,
    )
    for (const target of report.targets)
      process.stdout.write(
        `  ${target.met ? '✓' : '✗'} ${target.what}: ${target.measured} (${target.target})\n`,
      )
  }
  process.exitCode = report.targets.every((target) => target.met) ? 0 : 1
}
export const round = (value: number): number => Math.round(value * 100) / 100
