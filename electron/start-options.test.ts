import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { commandOf, ownArguments, startOptions } from './start-options'

test('a command makes the packaged program a command line, a switch does not', () => {
  expect(commandOf(['doctor', '--json'])).toEqual(['doctor', '--json'])
  expect(commandOf(['--demo'])).toBeUndefined()
  expect(commandOf(['--data', 'doctor'])).toBeUndefined()
  expect(commandOf([])).toBeUndefined()
})

test("Electron's own switches and the app's folder are not the person's words", () => {
  expect(ownArguments(['electron', '--no-sandbox', '--inspect=0', '/app', '--demo'], false, '/app')).toEqual([
    '--demo',
  ])
  expect(ownArguments(['zhanggui', 'doctor'], true, '/app')).toEqual(['doctor'])
})

test('core is told where its data is, in either spelling', () => {
  expect(startOptions(['--data=here', '--port', '8123', '--demo'])).toEqual({
    practice: true,
    dataFolder: resolve('here'),
    coreArgs: ['--data', resolve('here'), '--demo', '--port', '8123'],
  })
  expect(startOptions([]).practice).toBe(false)
})
