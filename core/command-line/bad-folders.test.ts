import SqliteDatabase from 'better-sqlite3'
import { randomBytes } from 'node:crypto'
import { chmod, chown, copyFile, mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { webhookHmac } from '../connectors/vendure/vendure.sign'
import { aBuiltCore, fillFolder, type BuiltCore } from '../testing/built-core'

const ORDERS = 30
const NOBODY_UID = 65_534
let built: BuiltCore
/** A folder as its merchant left it: closed, with a backup. */
let good = ''
beforeAll(async () => {
  built = await aBuiltCore()
  good = await built.folder()
  await fillFolder(good, ORDERS)
  expect(await built.run(['backup', '--data', good])).toMatchObject({ code: 0 })
})
afterAll(() => built[Symbol.asyncDispose]())

async function copyOfGood(): Promise<{ folder: string; file: string }> {
  const folder = await built.folder()
  await mkdir(join(folder, 'backups'))
  const [backup = ''] = await readdir(join(good, 'backups'))
  for (const name of ['zhanggui.sqlite', 'data.key', join('backups', backup)])
    await copyFile(join(good, name), join(folder, name))
  return { folder, file: join(folder, 'zhanggui.sqlite') }
}
async function overwrite(file: string, at: number, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.write(bytes, 0, bytes.length, at)
  await handle.close()
}
const NOT_OURS = /SQLITE_|Error:|\n {4}at |suppressed/

const bad: [what: string, spoil: (file: string) => Promise<unknown>, says: RegExp][] = [
  ['damaged', (file) => overwrite(file, 4096, randomBytes(64 << 10)), /损坏[\s\S]*database file is damaged/],
  ['cut short', async (file) => writeFile(file, (await readFile(file)).subarray(0, 20_000)), /损坏[\s\S]*damaged/], // prettier-ignore
  ['of 0 bytes', (file) => writeFile(file, ''), /0 字节[\s\S]*0 bytes[\s\S]*zhanggui restore/],
  ['not SQLite at all', (file) => writeFile(file, '亲爱的妈妈，'.repeat(2_000)), /损坏[\s\S]*damaged/],
  [
    'of a newer program',
    async (file) => {
      const handle = new SqliteDatabase(file)
      handle.exec(`insert into schema_migrations ("timestamp", name) values (9999999999999, 'FromTomorrow9999999999999')`) // prettier-ignore
      handle.close()
    },
    /更新版本[\s\S]*newer Zhanggui/,
  ],
]
describe('a database file that is', () => {
  test.each(bad)(
    '%s: said in words, not a byte is changed, and a restore brings all back',
    async (_what, spoil, says) => {
      const { folder, file } = await copyOfGood()
      await spoil(file)
      const before = await readFile(file)
      for (const command of [
        ['serve', '--port', '0'],
        ['export', 'orders', '--out', join(folder, 'x.csv')],
      ]) {
        const said = await built.run([...command, '--data', folder])
        expect(said).toMatchObject({ code: 1, out: '' })
        expect(said.err).toMatch(says)
        expect(said.err).not.toMatch(NOT_OURS)
      }
      expect(before.equals(await readFile(file))).toBe(true)
      expect(await readdir(folder)).not.toContain('x.csv')

      const [backup = ''] = await readdir(join(folder, 'backups'))
      const restored = await built.run(['restore', join(folder, 'backups', backup), '--data', folder])
      expect(restored).toMatchObject({ code: 0 })
      const out = join(folder, 'all.jsonl')
      expect(await built.run(['export', 'orders', '--out', out, '--data', folder])).toMatchObject({ code: 0 })
      expect((await readFile(out, 'utf8')).trimEnd().split('\n')).toHaveLength(ORDERS)
    },
    60_000,
  )

  test('damaged in one table: doctor names it and goes on with the other checks', async () => {
    const { folder, file } = await copyOfGood()
    const handle = new SqliteDatabase(file)
    const page = (name: string) => (handle.prepare('select rootpage from sqlite_master where name = ?').get(name) as { rootpage: number }).rootpage // prettier-ignore
    const size = handle.pragma('page_size', { simple: true }) as number
    const at = (page('history') - 1) * size
    handle.close()
    await overwrite(file, at, randomBytes(size))
    const said = await built.run(['doctor', '--json', '--data', folder])
    expect(said).toMatchObject({ code: 1 })
    const { ok, findings } = JSON.parse(said.out) as { ok: boolean; findings: { check: string; ok: boolean }[] } // prettier-ignore
    expect(ok).toBe(false)
    const wrong = new Map(findings.map((finding) => [finding.check, finding.ok]))
    expect([wrong.get('integrity'), wrong.get('history-chain'), wrong.get('stuck-jobs')]).toEqual([false, false, true]) // prettier-ignore
  })
})

describe('a data folder that', () => {
  // Root may write everywhere: the program is run as nobody.
  const uid = process.getuid?.() === 0 ? NOBODY_UID : undefined
  test.skipIf(process.platform === 'win32')(
    'may only be read: said in words, nothing is changed',
    async () => {
      const { folder, file } = await copyOfGood()
      const names = [file, join(folder, 'data.key'), join(folder, 'backups'), folder]
      if (uid !== undefined) for (const name of names) await chown(name, uid, uid)
      const before = await readFile(file)
      await chmod(folder, 0o500)
      for (const command of ['doctor', 'serve --port 0']) {
        const said = await built.run([...command.split(' '), '--data', folder], { uid })
        expect(said).toMatchObject({ code: 1, out: '' })
        expect(said.err).toMatch(/无法写入|不能写[\s\S]*cannot be written/)
        expect(said.err).not.toMatch(NOT_OURS)
      }
      await chmod(folder, 0o700)
      await chmod(file, 0o400)
      const said = await built.run(['serve', '--port', '0', '--data', folder], { uid })
      expect(said).toMatchObject({ code: 1, out: '' })
      expect(said.err).toMatch(/无法写入[\s\S]*cannot be written/)
      expect(said.err).not.toMatch(NOT_OURS)
      expect(before.equals(await readFile(file))).toBe(true)
    },
    60_000,
  )

  test('is a file: said in words', async () => {
    const file = join(await built.folder(), 'a-file')
    await writeFile(file, 'x')
    const said = await built.run(['doctor', '--data', file])
    expect(said).toMatchObject({ code: 1, out: '' })
    expect(said.err).toContain('文件夹')
    expect(said.err).not.toMatch(NOT_OURS)
    expect(await readFile(file, 'utf8')).toBe('x')
  })
})

describe('a folder that is being served', () => {
  test('second programs, taken ports and foreign voices', async () => {
    const folder = await built.folder()
    await using served = await built.serve(folder)
    const { port } = new URL(served.address)

    const secret = 'a-secret-of-ours'
    const added = await built.run(['shop', 'add', '--json', '--platform', 'vendure', '--name', '店', '--url', 'http://127.0.0.1:9', '--set', 'api_key=k', '--set', `webhook_secret=${secret}`, '--data', folder]) // prettier-ignore
    expect(added).toMatchObject({ code: 0 })
    const { id, webhookUrl } = JSON.parse(added.out) as { id: string; webhookUrl: string }
    expect(webhookUrl).toBe(`${served.address}/hooks/${id}`)

    const second = await built.run(['serve', '--port', '0', '--data', folder])
    expect(second).toMatchObject({ code: 1, out: '' })
    expect(second.err).toMatch(/正被另一个掌柜使用[\s\S]*Another Zhanggui/)
    const taken = await built.run(['serve', '--port', port, '--data', await built.folder()])
    expect(taken).toMatchObject({ code: 1, out: '' })
    expect(taken.err).toContain(port)

    const push = (body: string, signature: string) => status(`${served.address}/hooks/${id}`, { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-vendure-hmac-sha256': signature } }) // prettier-ignore
    const cut = '{"id":"e1","topic":"order.placed","payload":{"ord'
    expect(await push(cut, webhookHmac('another secret', Buffer.from(cut)))).toBe(401)
    expect(await push(cut, webhookHmac(secret, Buffer.from(cut)))).toBe(200)

    const wire = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' } // prettier-ignore
    const rpc = `${served.address}/rpc`
    expect(await status(rpc, { headers: { ...wire, origin: 'https://evil.example' } })).toBe(403)
    expect(await status(rpc, { headers: { ...wire, host: 'evil.example', origin: 'http://evil.example' } })).toBe(421) // prettier-ignore
    expect(await status(served.address, { headers: { host: 'evil.example' } })).toBe(421)
    expect(await status(rpc, { headers: { ...wire, origin: served.address } })).toBe(101)

    const checked = await built.run(['doctor', '--json', '--data', folder])
    const { ok, findings } = JSON.parse(checked.out) as { ok: boolean; findings: { check: string; detail: string }[] } // prettier-ignore
    expect(ok).toBe(true)
    // The one that was signed is kept for a person; the forged one left nothing.
    expect(findings.find(({ check }) => check === 'exceptions')?.detail).toMatch(/^1: .*truncated-json/)
    expect(served.said()).not.toContain(secret)
  })
})

function status(
  url: string,
  { body, ...rest }: { method?: string; headers: Record<string, string>; body?: string },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, rest)
    sent.on('upgrade', (response, socket) => (socket.destroy(), resolve(response.statusCode ?? 0)))
    sent.on('response', (response) => (response.resume(), resolve(response.statusCode ?? 0)))
    sent.on('error', reject).end(body)
  })
}
