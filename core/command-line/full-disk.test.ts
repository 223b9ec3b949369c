import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aBuiltCore, fillFolder, type BuiltCore } from '../testing/built-core'

// A disk that fills up is played by a limit on the size of every file (`ulimit -f`): the system's own refusal.
const limited = process.platform === 'win32' ? describe.skip : describe

const ORDERS = 400
/** Above what opening a folder writes (its log), below what the sheets take. */
const SMALL_KB = 46
let built: BuiltCore
let folder = ''
beforeAll(async () => {
  built = await aBuiltCore()
  folder = await built.folder()
  await fillFolder(folder, ORDERS)
})
afterAll(() => built[Symbol.asyncDispose]())

limited('a full disk', () => {
  for (const ending of ['csv', 'jsonl', 'xlsx'])
    test(`while a .${ending} is written: no half sheet stays, and the sheet of yesterday is not touched`, async () => {
      const out = join(folder, `orders.${ending}`)
      await writeFile(out, 'the sheet of yesterday')
      const before = (await readdir(folder)).sort()
      const said = await built.run(['export', 'orders', '--out', out, '--data', folder], {
        fileLimitKb: SMALL_KB,
      })
      expect(said).toMatchObject({ code: 1, out: '' })
      expect(said.err).toMatch(/磁盘满了[\s\S]*The disk is full/)
      expect(said.err).not.toMatch(/SQLITE|EFBIG|at .*\.js/)
      expect(await readFile(out, 'utf8')).toBe('the sheet of yesterday')
      expect((await readdir(folder)).sort()).toEqual(before)
      await rm(out)
    })

  test('while a backup is made: no half backup stays, none is listed', async () => {
    const said = await built.run(['backup', '--data', folder], { fileLimitKb: 512 })
    expect(said).toMatchObject({ code: 1, out: '' })
    expect(said.err).toMatch(/磁盘满了[\s\S]*The disk is full/)
    expect(await readdir(join(folder, 'backups'))).toEqual([])
    expect(await built.run(['backup', '--data', folder])).toMatchObject({ code: 0 })
    const [file = ''] = await readdir(join(folder, 'backups'))
    expect(await built.run(['verify', join(folder, 'backups', file)])).toMatchObject({ code: 0 })
  })

  test('before the folder can be opened: said in words, nothing harmed', async () => {
    for (const command of ['doctor', 'serve --port 0']) {
      const said = await built.run([...command.split(' '), '--data', folder], { fileLimitKb: 8 })
      expect(said).toMatchObject({ code: 1, out: '' })
      expect(said.err).toContain('The disk is full')
    }
  })

  test('where a new folder is born: said in words, and with room it is born after all', async () => {
    const fresh = join(folder, 'fresh')
    const born = `shop add --platform vendure --name v --url http://127.0.0.1:9 --set api_key=k --data ${fresh}`.split(' ') // prettier-ignore
    const said = await built.run(born, { fileLimitKb: 100 })
    expect(said).toMatchObject({ code: 1, out: '' })
    expect(said.err).toContain('The disk is full')
    expect(await built.run(born)).toMatchObject({ code: 0 })
  })

  test('and after all that: nothing of the database was harmed, and every order is there', async () => {
    const checked = await built.run(['doctor', '--json', '--data', folder])
    expect(checked).toMatchObject({ code: 0 })
    expect(JSON.parse(checked.out)).toMatchObject({ ok: true })
    const all = join(folder, 'all.jsonl')
    expect(await built.run(['export', 'orders', '--out', all, '--data', folder])).toMatchObject({ code: 0 })
    expect((await readFile(all, 'utf8')).trimEnd().split('\n')).toHaveLength(ORDERS)
  })
})
