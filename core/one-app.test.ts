import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { askThrough } from './command-line/through'
import { buildCore } from './build-core'
import { aBuiltCore, type BuiltCore } from './testing/built-core'
import { noLog } from './testing/no-log'

const preload = resolve(import.meta.dirname, 'testing/counting-app.mjs')
let built: BuiltCore
let folder = ''
let starts = ''
beforeAll(async () => {
  built = await aBuiltCore()
  folder = await built.folder()
  starts = join(folder, 'app-starts')
})
afterAll(() => built[Symbol.asyncDispose]())

const env = () => ({ ...process.env, ZG_APP_STARTS: starts })
const counted = async () => (existsSync(starts) ? (await readFile(starts, 'utf8')).trim().split('\n') : [])

async function begun(data: string, practice: boolean): Promise<void> {
  await using _core = await buildCore({ folder: data, practice, log: noLog })
}

async function through(data: string, ...argv: string[]): Promise<number | undefined> {
  const nothing = () => undefined
  return askThrough(data, { argv, cwd: folder }, { out: nothing, err: nothing })
}

test.skipIf(process.platform === 'win32')(
  'who starts its own executable under Electron is counted as a second app',
  async () => {
    const planted = join(folder, 'planted.mjs')
    await writeFile(planted, `import { fork, spawnSync } from 'node:child_process'\nspawnSync(process.execPath, ['spawned'])\nfork('forked.js').on('exit', () => process.exit(0))`) // prettier-ignore
    const child = spawn(process.execPath, ['--import', preload, planted], { env: env(), stdio: 'ignore' })
    await once(child, 'close')
    expect(await counted()).toEqual(['spawned', expect.stringMatching(/forked\.js$/)])
    await writeFile(starts, '')
  },
  30_000,
)

test.skipIf(process.platform === 'win32')('core at work on the desktop starts no second app', async () => {
  const data = join(folder, 'data')
  const words = ['--demo', '--data', data, '--port', '0']
  // A folder that has its key: the shell's key store is not what is tried here.
  await begun(data, true)
  const core = fork(join(built.main, 'core.js'), words, {
    execArgv: ['--import', preload],
    env: env(),
    silent: true,
  })
  let said = ''
  core.stderr?.on('data', (part) => (said += String(part)))
  const ended = once(core, 'close')
  onTestFinished(() => void core.kill('SIGKILL'))
  // What needs a worker, a second connection or a file of its own: everything that might have been a process.
  await expect.poll(() => through(data, 'shop', 'list'), { interval: 200 }).toBe(0)
  for (const command of ['backup', 'export orders --out x.xlsx', 'doctor'])
    expect([command, await through(data, ...command.split(' '))]).toEqual([command, 0])
  core.send({ kind: 'stop' })
  await ended
  expect(existsSync(`${starts}-ends`), said).toBe(true)
  expect((await counted()).filter(Boolean)).toEqual([])
})

test.skipIf(process.platform === 'win32')(
  'the packaged command line starts no second app, not for a benchmark either',
  async () => {
    await begun(join(folder, 'cli'), false)
    for (const command of ['bench list', 'doctor']) {
      const words = [
        '--import',
        preload,
        join(built.main, 'cli.js'),
        ...command.split(' '),
        '--data',
        join(folder, 'cli'),
      ]
      const child = spawn(process.execPath, words, { env: env(), stdio: 'ignore' })
      const [code] = (await once(child, 'close')) as [number]
      expect([command, code]).toEqual([command, command === 'doctor' ? 0 : 1])
    }
    expect((await counted()).filter(Boolean)).toEqual([])
  },
  60_000,
)
