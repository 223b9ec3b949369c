import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildCore, type Core } from '../build-core'
import { noLog } from '../testing'
import { CORE_COMMANDS } from './commands'
import { runOnCore } from './run-on-core'
import { serveFolder } from './serve'
import { askThrough } from './through'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhanggui-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const aCore = (name: string) => buildCore({ folder: join(folder, name), practice: false, log: noLog })
const serve = (core: Core, port = 0) =>
  serveFolder(core, {
    host: '127.0.0.1',
    port,
    practice: false,
    run: (on, argv, io) => runOnCore(CORE_COMMANDS, on, argv, io),
  })
async function ask(
  name: string,
  ...argv: string[]
): Promise<{ code: number | undefined; out: string; err: string }> {
  let [out, err] = ['', '']
  const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text) }
  const code = await askThrough(join(folder, name), { argv, cwd: folder }, io)
  return { code, out, err }
}
const keys = ['--url', 'http://127.0.0.1:9', '--set', 'api_key=k', '--set', 'webhook_secret=s']

test('a port that is taken is a refusal that names it; the folder is free again after', async () => {
  await using first = await aCore('a')
  await using served = await serve(first)
  const port = Number(new URL(served.address).port)
  {
    await using second = await aCore('b')
    await expect(serve(second, port)).rejects.toMatchObject({
      name: 'Refusal',
      code: 'port-in-use',
      data: { port },
    })
  }
  await using again = await aCore('b')
  await using other = await serve(again)
  expect(other.address).not.toBe(served.address)
})

test('a second program on one folder is refused it, and works through the first', async () => {
  await using core = await aCore('a')
  await using served = await serve(core)
  await expect(aCore('a')).rejects.toMatchObject({ name: 'Refusal', code: 'folder-in-use' })

  const added = await ask('a', 'shop', 'add', '--json', '--platform', 'vendure', '--name', '小店', ...keys)
  expect(added.code).toBe(0)
  expect(JSON.parse(added.out)).toEqual({ id: 's1', webhookUrl: `${served.address}/hooks/s1` })
  const listed = await ask('a', 'shop', 'list', '--json')
  expect(JSON.parse(listed.out)).toMatchObject([{ id: 's1', name: '小店' }])
  expect(listed.out).not.toContain('"k"')
  const checked = await ask('a', 'doctor', '--json')
  expect(JSON.parse(checked.out)).toMatchObject({ ok: true })

  expect(await ask('a', 'shop', 'add', '--platform', 'nowhere', '--name', 'x')).toMatchObject({
    code: 1,
    out: '',
  })
  expect(await ask('a', 'dance')).toMatchObject({ code: 2, out: '' })
  expect(await ask('a', 'doctor', '--loud')).toMatchObject({ code: 2, out: '' })
})

test('added while no program runs, a shop is told the usual address, or the last one, and that it is not running', async () => {
  const add = async (core: Core) => {
    let [out, err] = ['', '']
    const io = {
      out: (text: string) => void (out += text),
      err: (text: string) => void (err += text),
      cwd: folder,
    }
    await runOnCore(
      CORE_COMMANDS,
      core,
      ['shop', 'add', '--json', '--platform', 'vendure', '--name', '店', ...keys],
      io,
    )
    return { added: JSON.parse(out) as unknown, err }
  }
  let address = ''
  {
    await using core = await aCore('a')
    const { added, err } = await add(core)
    expect(added).toEqual({ id: 's1', webhookUrl: 'http://127.0.0.1:8420/hooks/s1' })
    expect(err).toContain('usual address')
    await using served = await serve(core)
    address = served.address
    const listed = await ask('a', 'shop', 'list', '--json')
    expect(JSON.parse(listed.out)).toMatchObject([{ webhookUrl: `${address}/hooks/s1` }])
  }
  await using core = await aCore('a')
  const { added, err } = await add(core)
  expect(added).toEqual({ id: 's2', webhookUrl: `${address}/hooks/s2` })
  expect(err).toContain('its last address')
})

test('nobody answers where no program runs', async () => {
  expect(await ask('a', 'doctor')).toEqual({ code: undefined, out: '', err: '' })
})

test('a database of a newer program is refused and left as it is; the folder is not kept locked', async () => {
  const later = (core: Core, sql: string) =>
    core.database.withTx({ who: 'test', from: 'test' }, (tx) => tx.run(sql))
  {
    await using core = await aCore('a')
    await later(core, `insert into schema_migrations ("timestamp", name) values (9999999999999, 'FromTomorrow9999999999999')`) // prettier-ignore
  }
  for (let tries = 0; tries < 2; tries++)
    await expect(aCore('a')).rejects.toMatchObject({
      name: 'Refusal',
      code: 'database-newer',
      data: { migration: 'FromTomorrow9999999999999' },
    })
})
