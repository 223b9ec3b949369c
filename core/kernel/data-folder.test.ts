import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { defaultDataFolder } from './data-folder'

test('each system keeps data where its users look for it, and practice stands beside', () => {
  expect(defaultDataFolder('real', {}, 'linux')).toBe(join(homedir(), '.local/share/zhanggui'))
  expect(defaultDataFolder('practice', { XDG_DATA_HOME: '/d' }, 'linux')).toBe('/d/zhanggui-practice')
  expect(defaultDataFolder('real', { XDG_DATA_HOME: '' }, 'linux')).toBe(
    join(homedir(), '.local/share/zhanggui'),
  )
  expect(defaultDataFolder('real', {}, 'darwin')).toBe(
    join(homedir(), 'Library/Application Support/Zhanggui'),
  )
  expect(defaultDataFolder('practice', { APPDATA: '/roam' }, 'win32')).toBe('/roam/Zhanggui-practice')
})
