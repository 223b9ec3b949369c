import { createRouterClient } from '@orpc/server'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import type { Caller } from '../auth'
import { ROLES, type Role } from '../kernel'
import { practiceSales, writePracticeBills } from '../practice'
import { router } from '../rpc/router'
import { noLog } from '../testing'
import { aServedCore, type ServedCore } from '../testing/a-served-core'
import { MONTH_FROM, MONTH_TO, sellNovember } from '../testing/a-month-of-books'
import { UPLOAD_PIECE_BYTES, type ImportStep } from './reconciliation.contract'

let served: ServedCore
let folder = ''
beforeEach(async () => {
  served = await aServedCore()
  folder = await mkdtemp(join(tmpdir(), 'zhanggui-test-'))
})
afterEach(async () => {
  await served[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

let commands = 0
const commandId = () => `command-${++commands}`
function as(role: Role, personId: string = role) {
  const caller: Caller = { signedIn: true, personId, name: role, roles: [role], from: 'test' }
  return createRouterClient(router(served.core.rpc), { context: { caller, log: noLog } })
}
type Client = ReturnType<typeof as>

async function upload(client: Client, name: string, bytes: Buffer): Promise<string> {
  let id: string | null = null
  for (let offset = 0; offset === 0 || offset < bytes.length; offset += UPLOAD_PIECE_BYTES) {
    const base64 = bytes.subarray(offset, offset + UPLOAD_PIECE_BYTES).toString('base64')
    id = (await client.reconciliation.upload({ commandId: commandId(), id, name, offset, base64 })).id
  }
  return id ?? ''
}
async function took(steps: AsyncIterable<ImportStep>): Promise<ImportStep[]> {
  const all: ImportStep[] = []
  for await (const step of steps) all.push(step)
  return all
}
/** November's bills; the files' names and bytes. */
async function bills(orders: number): Promise<{ name: string; bytes: Buffer }[]> {
  await sellNovember(served.core.database, orders)
  const span = { from: MONTH_FROM, to: MONTH_TO }
  const { files } = await writePracticeBills(folder, practiceSales(served.core.database.read, span), { ...span, seed: 7, troubleShare: 0.4 }) // prettier-ignore
  return Promise.all(files.map(async (file, n) => ({ name: `${n}.csv`, bytes: await readFile(file) })))
}
const importAll = async (client: Client, files: readonly { name: string; bytes: Buffer }[]) => {
  const uploads = await Promise.all(files.map(({ name, bytes }) => upload(client, name, bytes)))
  return took(await client.reconciliation.importBills({ commandId: commandId(), uploads }))
}
const forbidden = { code: 'FORBIDDEN' }
const refused = (code: string) => ({ code: 'REFUSED', data: { code } })

describe('bills over the wire', () => {
  test('go up in pieces, are taken in with a word of how far, and nothing of them stays on the disk', async () => {
    const files = await bills(110)
    const steps = await importAll(as('finance'), files)
    const last = steps.at(-1)
    expect(last?.result?.files.map((file) => [file.ok, file.name])).toEqual(
      files.map(({ name }) => [true, name]),
    )
    expect(last?.result?.open).toBeGreaterThan(20)
    expect(steps.length).toBeGreaterThan(1)
    expect(await readdir(join(served.core.folder, 'uploads'))).toEqual([])
    const again = (await importAll(as('finance'), files)).at(-1)?.result
    expect(again?.files.every((file) => file.fresh === 0)).toBe(true)
    expect(again?.open).toBe(last?.result?.open)
    const finance = as('finance').reconciliation
    const { proof } = await finance.proof({ month: '2026-11' })
    expect(proof.map((one) => one.netMinor - one.matchedMinor - one.strayMinor - one.cleanedMinor)).toEqual([0, 0, 0, 0]) // prettier-ignore
    const { rows } = await finance.strays({ month: '2026-11', cursor: null, limit: 200 })
    expect(rows.length).toBe(proof.reduce((sum, one) => sum + one.strayRows + one.cleanedRows, 0))
    expect((await finance.rules({})).rules).toHaveLength(5)
  })

  test('more than a megabyte goes through; a piece out of turn, a stranger’s and an unknown one do not', async () => {
    const bytes = Buffer.alloc(UPLOAD_PIECE_BYTES * 2 + 5, 65)
    const id = await upload(as('finance'), 'big.csv', bytes)
    expect((await readFile(join(served.core.folder, 'uploads', id))).equals(bytes)).toBe(true)
    const piece = { commandId: commandId(), id, name: 'big.csv', base64: 'QQ==' }
    for (const [role, offset] of [['finance', 3], ['owner', bytes.length]] as const) // prettier-ignore
      await expect(as(role).reconciliation.upload({ ...piece, offset })).rejects.toMatchObject(refused('upload-gone')) // prettier-ignore
    await expect(took(await as('owner').reconciliation.importBills({ commandId: commandId(), uploads: [id] }))).rejects.toMatchObject(refused('upload-gone')) // prettier-ignore
    await as('finance').reconciliation.dropUploads({ commandId: commandId(), ids: [id] })
    expect(await readdir(join(served.core.folder, 'uploads'))).toEqual([])
  })

  test('a bomb of zeros in a ZIP is refused in words, and so is a picture; the good one beside them is taken', async () => {
    const [good] = await bills(20)
    const bomb = await readFile(await aBomb(folder))
    expect(bomb.length).toBeLessThan(200_000)
    const steps = await importAll(as('owner'), [{ name: 'bomb.zip', bytes: bomb }, { name: 'a.png', bytes: Buffer.from('\x89PNG\r\n\x1a\n0000') }, good!]) // prettier-ignore
    const files = steps.at(-1)?.result?.files ?? []
    expect(files.map((file) => file.code)).toEqual(['bill-bomb', 'bill-not-a-bill', null])
    expect(files[0]?.message).toMatch(/压缩包解开后大得不正常[\s\S]*absurd size/)
  })

  test('given up in the middle: what was kept stays, and the same files again finish it', async () => {
    const files = await bills(110)
    const client = as('finance')
    const uploads = await Promise.all(files.map(({ name, bytes }) => upload(client, name, bytes)))
    const stop = new AbortController()
    const steps = await client.reconciliation.importBills(
      { commandId: commandId(), uploads },
      { signal: stop.signal },
    )
    await steps.next()
    stop.abort()
    await steps.return?.().catch((error: unknown) => error)
    await expect.poll(() => readdir(join(served.core.folder, 'uploads'))).toEqual([])
    const { files: begun } = await client.reconciliation.files({ cursor: null, limit: 10 })
    expect(begun.every((file) => !file.complete)).toBe(true)
    // Nobody may call the month even: it names what was broken off.
    const broken = await client.reconciliation.proof({ month: '2026-11' })
    expect(broken.unfinished.map((file) => file.name).sort()).toEqual(begun.map((file) => file.name).sort())
    await importAll(client, files)
    const { files: whole } = await client.reconciliation.files({ cursor: null, limit: 10 })
    expect(whole.map((file) => file.complete)).toEqual([true, true, true, true])
    const { proof, unfinished } = await client.reconciliation.proof({ month: '2026-11' })
    expect(unfinished).toEqual([])
    expect(proof.map((one) => one.netMinor - one.matchedMinor - one.strayMinor - one.cleanedMinor)).toEqual([0, 0, 0, 0]) // prettier-ignore
  })
})

describe('rights', () => {
  for (const role of ROLES)
    test(`a ${role} asks for everything about bills`, async () => {
      const { reconciliation: books } = as(role)
      const sees = role === 'owner' || role === 'supervisor' || role === 'finance'
      const settles = role === 'owner' || role === 'finance'
      const reads = [
        () => books.files({ cursor: null, limit: 5 }),
        () => books.coverage({ from: '2026-11-01', to: '2026-11-30' }),
        () => books.differences({ state: 'open', cursor: null, limit: 5 }),
        () => books.differenceCounts({ state: 'open' }),
        () => books.proof({ month: '2026-11' }),
        () => books.strays({ month: '2026-11', cursor: null, limit: 5 }),
        () => books.rules({}),
      ]
      for (const read of reads)
        if (sees) await expect(read()).resolves.toBeTypeOf('object')
        else await expect(read()).rejects.toMatchObject(forbidden)
      const writes = [
        () => books.resolve({ commandId: commandId(), id: 1, version: 1, reason: 'other', note: '' }),
        () => books.reopen({ commandId: commandId(), id: 1, version: 1 }),
        () => books.upload({ commandId: commandId(), id: null, name: 'a', offset: 0, base64: '' }),
        () => books.matchAgain({ commandId: commandId() }),
        async () => took(await books.importBills({ commandId: commandId(), uploads: ['x'] })),
      ]
      for (const write of writes) {
        const said = await write().then(() => 'done', (error: { code: string }) => error.code) // prettier-ignore
        expect(said === 'FORBIDDEN').toBe(!settles)
      }
    })

  test('a difference is resolved, undone, and both stand in the history', async () => {
    await importAll(as('finance'), await bills(60))
    const books = as('finance', 'p1').reconciliation
    const [first] = (await books.differences({ state: 'open', cursor: null, limit: 1 })).rows
    const { id, version } = first!
    await books.resolve({ commandId: commandId(), id, version, reason: 'written-off', note: '两毛钱' })
    await expect(books.reopen({ commandId: commandId(), id, version })).rejects.toMatchObject(refused('edited-meanwhile')) // prettier-ignore
    expect(await books.reopen({ commandId: commandId(), id, version: version + 1 })).toEqual({ version: version + 2 }) // prettier-ignore
    await expect(books.reopen({ commandId: commandId(), id, version: version + 2 })).rejects.toMatchObject(refused('difference-not-resolved')) // prettier-ignore
    const kinds = await served.core.database.read.all<{ kind: string }>(
      `select kind from history where entity = 'bill-difference' order by seq`,
    )
    expect(kinds.map((row) => row.kind)).toEqual(['difference.resolved', 'difference.reopened'])
    const equation = await books.equation({ orderId: (await books.differences({ state: 'open', code: 'fee-differs', cursor: null, limit: 1 })).rows[0]!.orderId! }) // prettier-ignore
    expect(equation.rows.every((row) => row.rowNumber > 0 && row.fileName.endsWith('.csv'))).toBe(true)
  })
})

/** Sixty megabytes of zeros that pack into some sixty kilobytes, under the name of a bill. */
async function aBomb(into: string): Promise<string> {
  const file = join(into, 'bomb.zip')
  const zip = new ZipFile()
  zip.addBuffer(Buffer.alloc(60 << 20, '0'), 'alipay.csv')
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(file))
  return file
}
