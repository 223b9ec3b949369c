import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockFolder } from './index'

const ANOTHER_PROGRAM = `
  const handle = new (require('better-sqlite3'))(process.argv[1])
  handle.exec('BEGIN EXCLUSIVE')
  console.log('locked')
  setInterval(() => handle.open, 1000)`

test('two programs never own one folder; a killed one leaves it free', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zhanggui-test-'))
  const other = spawn(process.execPath, ['-e', ANOTHER_PROGRAM, join(folder, 'lock.sqlite')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(other.stdout, 'data')
  expect(() => lockFolder(folder)).toThrow(
    expect.objectContaining({ name: 'Refusal', code: 'folder-in-use' }) as Error,
  )
  other.kill('SIGKILL')
  await once(other, 'exit')
  {
    using _lock = lockFolder(folder)
    expect(() => lockFolder(folder)).toThrow('folder-in-use')
  }
  using _again = lockFolder(folder)
  await rm(folder, { recursive: true })
})
