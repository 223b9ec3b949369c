// Our program, as a person at the command line has it.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')
const cli = join(root, 'out/main/cli.js')

/** Runs a program to its end without stopping our own loop: connections to the store stay attended. */
export function run(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (chunk) => (said.out += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk) => (said.err += chunk))
  return new Promise((done, failed) => {
    child.once('error', failed)
    child.once('close', (code) => done({ code, ...said }))
  })
}

/** As `run`; anything but success is the end. */
export async function must(command, args, options) {
  const { code, out, err } = await run(command, args, options)
  if (code !== 0) throw new Error(`${command} ${args.slice(0, 4).join(' ')} ended with ${code}: ${out}${err}`)
  return out
}

/** Several commands at once, as several hands give them. */
export function sideBySide(n, body) {
  return Promise.all(Array.from({ length: n }, (_, at) => body(at)))
}

/** A data folder and the core that serves it. `said`: a command, however it ends; `json`: one that must succeed. */
export async function startProgram(data) {
  const core = spawn(process.execPath, [cli, 'serve', '--port', '0', '--json', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((done) => core.stdout.once('data', done))
  const said = (...args) => run(process.execPath, [cli, ...args, '--data', data])
  const json = async (...args) =>
    JSON.parse(await must(process.execPath, [cli, ...args, '--json', '--data', data]))
  return {
    said,
    json,
    /** Every order in the neutral model, by the store's id. */
    async orders(file) {
      await must(process.execPath, [cli, 'export', 'orders', '--out', file, '--data', data])
      const lines = readFileSync(file, 'utf8').trim().split('\n')
      return new Map(lines.map((line) => JSON.parse(line)).map((order) => [order.externalId, order]))
    },
    stop: () =>
      new Promise((done) =>
        core.exitCode === null ? (core.once('exit', done), core.kill('SIGTERM')) : done(),
      ),
  }
}
