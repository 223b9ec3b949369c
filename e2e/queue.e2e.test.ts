import { resolve } from 'node:path'
import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import { build } from 'vite'
import { chromiumPath } from '../tools/chromium.mjs'
import { startStation } from './serve'

/** The queue and its store as one script that leaves both on `window`. */
async function queueScript(): Promise<string> {
  const entry = 'virtual:queue'
  const folder = resolve(import.meta.dirname, '../renderer/src/slips')
  const built = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'queue-entry',
        resolveId: (id) => (id === entry ? `\0${entry}` : null),
        load: (id) =>
          id === `\0${entry}`
            ? `import { PictureQueue } from '${folder}/picture-queue.ts'; import { indexedDbStore } from '${folder}/kept-pictures.ts'; window.queueParts = { PictureQueue, indexedDbStore }`
            : null,
      },
    ],
    build: { write: false, rolldownOptions: { input: entry, output: { format: 'iife' } } },
  })
  const [output] = Array.isArray(built) ? built : [built]
  const chunk = output && 'output' in output ? output.output[0] : undefined
  if (chunk?.type !== 'chunk') throw new Error('nothing was built')
  return chunk.code
}

const PUT = `(async () => {
  const store = queueParts.indexedDbStore()
  const queue = new queueParts.PictureQueue({ store, newCommandId: () => 'command-' + performance.now(), send: () => Promise.reject(new Error('no line')) })
  queue.handIn([{ picture: new Blob([new Uint8Array([0, 255, 7])], { type: 'image/jpeg' }), name: '面单.jpg' }], 'phone', true)
  while ((await store.all()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  return queue.state
})()`
const TAKE = `(async () => {
  const store = queueParts.indexedDbStore()
  const sent = []
  const send = async ({ commandId, picture, name, source }) => {
    sent.push([commandId.startsWith('command-'), name, source, picture.type, ...new Uint8Array(await picture.arrayBuffer())])
    return { row: {}, repeat: false }
  }
  const queue = new queueParts.PictureQueue({ store, newCommandId: () => 'other', send })
  await queue.sendKept()
  while ((await store.all()).length > 0) await new Promise((resolve) => setTimeout(resolve, 20))
  return { sent, waiting: queue.state.waiting }
})()`
test('a picture that was kept before the page went away is sent, byte for byte, by the page that comes after', async () => {
  const script = await queueScript()
  await using station = await startStation()
  const { executablePath, env, args } = await chromiumPath()
  const browser = await chromium.launch({ executablePath, args, env })
  try {
    // Only here: the program's own policy lets no script in that is not its own file.
    const context = await browser.newContext({ bypassCSP: true })
    const page = await context.newPage()
    const open = async () => {
      await page.goto(`${station.address}/mark.svg`)
      await page.goto(`${station.address}/`)
      await page.addScriptTag({ content: script })
    }
    await open()
    expect(await page.evaluate(PUT)).toMatchObject({ waiting: 1, unsafe: 0 })
    await open()
    expect(await page.evaluate(TAKE)).toEqual({
      sent: [[true, '面单.jpg', 'phone', 'image/jpeg', 0, 255, 7]],
      waiting: 0,
    })
    await open()
    expect(await page.evaluate(TAKE)).toMatchObject({ sent: [] })
  } finally {
    await browser.close()
  }
})
