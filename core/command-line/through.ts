import { chmodSync, existsSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { contentHash } from '../kernel'
import type { Io } from './io'

/**
 * The local socket of a running core: a second program on the folder works through the first. On this PC only, for
 * the folder's own user (0600); therefore its caller is the owner.
 */
export function socketOf(folder: string): string {
  const name = contentHash(folder).slice(0, 16)
  if (process.platform === 'win32') return `\\\\.\\pipe\\zhanggui-${name}`
  const inside = join(folder, 'core.sock')
  // The system's limit for a socket's path is about 104 bytes.
  return Buffer.byteLength(inside) < 100 ? inside : join(tmpdir(), `zhanggui-${name}.sock`)
}

interface Asked {
  readonly argv: readonly string[]
  readonly cwd: string
}
type Said = { readonly out: string } | { readonly err: string } | { readonly code: number }

export async function listenThrough(
  folder: string,
  run: (argv: readonly string[], io: Pick<Io, 'out' | 'err' | 'cwd' | 'signal'>) => Promise<number>,
): Promise<Disposable> {
  const path = socketOf(folder)
  // We hold the folder's lock: a socket that is still there is a dead one's.
  if (process.platform !== 'win32' && existsSync(path)) rmSync(path)
  const server = createServer((socket) => {
    const say = (said: Said) => socket.writable && socket.write(`${JSON.stringify(said)}\n`)
    const gone = new AbortController()
    socket.on('error', () => socket.destroy()).once('close', () => gone.abort())
    createInterface(socket).once('line', (line) => {
      const { argv, cwd } = JSON.parse(line) as Asked
      const io = {
        out: (out: string) => say({ out }),
        err: (err: string) => say({ err }),
        cwd,
        signal: gone.signal,
      }
      void run(argv, io).then((code) => {
        say({ code })
        socket.end()
      })
    })
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
  if (process.platform !== 'win32') chmodSync(path, 0o600)
  server.unref()
  return { [Symbol.dispose]: () => void server.close() }
}

/** Runs a command through the core that owns the folder; `undefined` when none is running. */
export async function askThrough(
  folder: string,
  asked: Asked,
  io: Pick<Io, 'out' | 'err'>,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = connect(socketOf(folder))
    let code: number | undefined
    socket.once('error', () => resolve(undefined))
    socket.once('close', () => resolve(code))
    socket.once('connect', () => socket.write(`${JSON.stringify(asked)}\n`))
    createInterface(socket)
      .on('line', (line) => {
        const said = JSON.parse(line) as Said
        if ('out' in said) io.out(said.out)
        else if ('err' in said) io.err(said.err)
        else code = said.code
      })
      // Its socket's errors are answered above.
      .on('error', () => resolve(undefined))
  })
}
