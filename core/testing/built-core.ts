import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'vite'
import { buildCore } from '../build-core'
import type { UnderstoodOrder } from '../connectors'
import { receiveOrders } from '../flows'
import { contentHash } from '../kernel'
import { addShop } from '../shops'
import { aLine, anOrder } from './an-order'
import { noLog } from './no-log'

const root = resolve(import.meta.dirname, '../..')
const actor = { who: 'test', from: 'test' }

export interface Said {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface BuiltCore extends AsyncDisposable {
  /** Where `cli.js` and `core.js` lie, as in the packaged program. */
  readonly main: string
  /** A fresh folder beside them for a test's own files, gone with the rest. */
  folder(): Promise<string>
  /** Runs the command line as a program of its own. `fileLimitKb`: no file may grow beyond; `uid`: as another user. */
  run(argv: readonly string[], how?: How): Promise<Said>
  /** Serves a folder until disposed; resolves once it says where. */
  serve(folder: string): Promise<AsyncDisposable & { readonly address: string; said(): string }>
}

interface How {
  readonly fileLimitKb?: number
  readonly uid?: number | undefined
}

/** Ends what hangs. */
const LATE_MS = 120_000

/** The program built as it is shipped: for tests of what a person meets at the command line. */
export async function aBuiltCore(): Promise<BuiltCore> {
  const place = await mkdtemp(join(tmpdir(), 'zhanggui-built-'))
  await chmod(place, 0o755)
  await symlink(join(root, 'node_modules'), join(place, 'node_modules'), 'junction')
  await writeFile(join(place, 'package.json'), '{"type":"module"}')
  const main = join(place, 'out/main')
  await build({ configFile: join(root, 'tools/core.vite.config.ts'), build: { outDir: main } })
  const start = (argv: readonly string[], { fileLimitKb, uid }: How = {}) => {
    const words = [process.execPath, join(main, 'cli.js'), ...argv]
    const limit = fileLimitKb === undefined ? '' : `ulimit -f ${fileLimitKb}; `
    return spawn('bash', ['-c', `${limit}exec "$@"`, 'zhanggui', ...words], {
      cwd: place,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid }),
    })
  }
  return {
    main,
    folder: () => mkdtemp(join(place, 'data-')),
    run(argv, how) {
      const child = start(argv, how)
      const late = setTimeout(() => child.kill('SIGKILL'), LATE_MS)
      child.once('close', () => clearTimeout(late))
      return new Promise((resolve, reject) => {
        let [out, err] = ['', '']
        child.stdout.on('data', (part) => (out += String(part)))
        child.stderr.on('data', (part) => (err += String(part)))
        child.once('error', reject).once('close', (code) => resolve({ code, out, err }))
      })
    },
    async serve(folder) {
      const child = start(['serve', '--json', '--port', '0', '--data', folder])
      const ended = once(child, 'close')
      let said = ''
      child.stderr.on('data', (part) => (said += String(part)))
      const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
      return {
        address: (JSON.parse(line) as { address: string }).address,
        said: () => said,
        async [Symbol.asyncDispose]() {
          child.kill('SIGTERM')
          await ended
        },
      }
    },
    [Symbol.asyncDispose]: () => rm(place, { recursive: true, force: true }),
  }
}

/** Told at such length that a packed sheet of a few hundred is large too. */
function anOrderOfItsOwn(n: number): UnderstoodOrder {
  const title = [1, 2, 3].map((part) => contentHash(`${n} ${part}`)).join(' ')
  return anOrder({ externalId: `42038155217730${n}`, groups: { lines: [aLine({ title })] } })
}

/** Fills a data folder with a shop and so many orders, and closes it again. */
export async function fillFolder(folder: string, orders: number): Promise<void> {
  await using core = await buildCore({ folder, practice: false, log: noLog })
  const { database, box } = core
  const shop = { platform: 'vendure', name: '小店', url: 'http://127.0.0.1:9', since: null }
  const { id: shopId } = await database.withTx(actor, (tx) =>
    addShop(tx, box, { ...shop, settings: { api_key: 'k' } }),
  )
  const intake = {
    box,
    timeOuts: { unpaidYellowMinutes: 30, unshippedRedMinutes: 1440 },
    shopId,
  }
  for (let from = 0; from < orders; from += 10) {
    const some = Array.from({ length: Math.min(10, orders - from) }, (_, n) => anOrderOfItsOwn(from + n))
    await database.withTx(actor, (tx) =>
      receiveOrders(tx, intake, { source: 'pull', kind: 'orders', asOf: tx.now }, some),
    )
  }
}
