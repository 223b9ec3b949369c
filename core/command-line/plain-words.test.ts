import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startVendureSimulator } from '../connectors/vendure'
import { aBuiltCore, type BuiltCore } from '../testing/built-core'

let built: BuiltCore
beforeAll(async () => {
  built = await aBuiltCore()
})
afterAll(() => built[Symbol.asyncDispose]())

test.each(['doctor', 'export orders --out x.csv', 'shop list', 'backup', 'sync --once', 'pin reset'])(
  'a mistyped folder is refused by «%s», and not created',
  async (command) => {
    const typo = join(await built.folder(), 'zhangui')
    const said = await built.run([...command.split(' '), '--data', typo])
    expect(said).toMatchObject({ code: 1, out: '' })
    expect(said.err).toMatch(/没有掌柜的数据[\s\S]*no Zhanggui data/)
    expect(existsSync(typo)).toBe(false)
  },
)

test('one bad shop is named with what is wrong, and the others are told to be read', async () => {
  const folder = await built.folder()
  const add = (name: string, { origin, settings }: { origin: string; settings: Record<string, string> }) =>
    built.run(['shop', 'add', '--data', folder, '--platform', 'vendure', '--name', name, '--url', origin,
      ...Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`])]) // prettier-ignore
  const [good, bad] = [await startVendureSimulator({}), await startVendureSimulator({})]
  try {
    bad.faults.keysExpired = true
    await add('好店', { origin: good.origin, settings: { ...good.settings } })
    await add('坏店', { origin: bad.origin, settings: { ...bad.settings } })
    const said = await built.run(['sync', '--once', '--data', folder])
    expect(said.code).toBe(1)
    expect(said.err).toMatch(/✗ s\w+ 坏店 没读成 \/ was not read: 平台不认它的钥匙了[\s\S]*refuses its keys/)
    expect(said.err).toMatch(/其余 1 家读到了最新/)
    expect(said.err).not.toContain('好店')
    expect(said.out).toContain('好店')
  } finally {
    await good[Symbol.asyncDispose]()
    await bad[Symbol.asyncDispose]()
  }
  const unknown = await built.run(['shop', 'test', 's99', '--data', folder])
  expect(unknown.err).toMatch(/没有编号 s99 的店[\s\S]*no shop s99/)
  const checked = await built.run(['doctor', '--data', folder])
  expect(checked.out).toContain('✓ 文件完好 / the file is whole  integrity')
})

test('--version says which one this is', async () => {
  const said = await built.run(['--version'])
  expect(said).toMatchObject({ code: 0 })
  expect(said.out).toMatch(/^掌柜 Zhanggui \d+\.\d+\.\d+\n$/)
})

test('a fault nobody knows is answered with those that are known', async () => {
  const said = await built.run(['practice', '--platform', 'vendure', '--faults', 'zzz'])
  expect(said.code).toBe(1)
  expect(said.err).toMatch(/不认识这种毛病：zzz[\s\S]*Unknown fault: zzz/)
})

const ADD = ['shop', 'add', '--platform', 'vendure', '--name', '店', '--url', 'http://127.0.0.1:9', '--set', 'api_key=k', '--set', 'webhook_secret=s'] // prettier-ignore

describe('wrong usage says what is wrong, in both languages: exit code 2', () => {
  let folder: string
  beforeAll(async () => {
    folder = await built.folder()
    expect(await built.run([...ADD, '--data', folder])).toMatchObject({ code: 0 })
  })
  test.each([
    ['export foo', /不会导出「foo」[\s\S]*There is no export “foo”[\s\S]*zhanggui export orders\|stock/],
    ['export orders', /加 --out 文件名/],
    ['person add', /加 --name[\s\S]*Add --name/],
    ['person add --name 小周 --roles boss', /没有「boss」这个角色[\s\S]*supervisor 主管/],
    ['shop', /add、list 还是 test/],
    ['shop add --platform vendure', /缺少 --name/],
    ['refund open --order 1', /缺少 --amount --reason/],
    ['refund open --order 1 --amount -5 --reason x', /--amount 要写大于 0[\s\S]*above 0/],
    ['import foo', /不会收「foo」/],
    ['stock foo', /不认识「foo」/],
    ['verify', /要验证哪一份/],
    ['restore', /用哪份备份/],
    ['bench foo', /没有「foo」这项测速/],
    ['practice', /加 --platform/],
    ['serve --port abc', /--port abc 不是端口[\s\S]*is no port/],
    ['backup /tmp/x.sqlite', /「\/tmp\/x\.sqlite」是多出来的/],
  ])('«%s»', async (line, said) => {
    const answer = await built.run([...line.split(' '), '--data', folder])
    expect(answer).toMatchObject({ code: 2, out: '' })
    expect(answer.err).toMatch(said)
  })
})

test('people by their Chinese roles; shops below a heading, in words; a backup with its folder', async () => {
  const folder = await built.folder()
  await built.run([...ADD, '--data', folder])
  expect(await built.run(['person', 'add', '--name', '小周', '--roles', '仓库，客服', '--data', folder])).toMatchObject({ code: 0 }) // prettier-ignore
  expect((await built.run(['person', 'list', '--data', folder])).out).toMatch(/小周\twarehouse,support|小周\tsupport,warehouse/) // prettier-ignore
  const [head, shop] = (await built.run(['shop', 'list', '--data', folder])).out.split('\n')
  expect(head).toMatch(/^编号 id\t平台 platform/)
  expect(shop).toMatch(/^s\w+\tvendure\t店\t[^\t]*[\u4e00-\u9fff][^\t]*\t—\thttp/)
  expect((await built.run(['backup', '--data', folder])).out).toContain(join(folder, 'backups', 'zhanggui-'))
})
