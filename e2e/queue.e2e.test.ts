import { resolve } from 'node:path'
import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import { build } from 'vite'
import { chromiumPath } from '../tools/chromium.mjs'
import { startStation } from './serve'

/** The queue and its store as one script that leaves both on `window`. */
async function queueScript(): Promise<string> {
  const entry = 'virtual:queue'
  const folder = resolve(import.meta.dirname, '../renderer/src/phone')
  const built = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'queue-entry',
        resolveId: (id) => (id === entry ? `\0${entry}` : null),
        load: (id) =>
          id === `\0${entry}`
            ? `import { PhoneQueue } from '${folder}/queue.ts'; import { indexedDbStore } from '${folder}/queue-store.ts'; window.queueParts = { PhoneQueue, indexedDbStore }`
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
  const queue = new queueParts.PhoneQueue(queueParts.indexedDbStore(), () => 'command-' + performance.now())
  window.id = await queue.add('slip', new Blob([new Uint8Array([0, 255, 7])], { type: 'image/jpeg' }), '面单.jpg')
  return queue.state.waiting
})()`
const TAKE = `(async () => {
  const queue = new queueParts.PhoneQueue(queueParts.indexedDbStore(), () => 'other')
  const sent = []
  queue.send('slip', async ({ commandId, blob, name }) => sent.push([commandId.startsWith('command-'), name, blob.type, ...new Uint8Array(await blob.arrayBuffer())]))
  await queue.wake()
  return { sent, state: queue.state }
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
    expect(await page.evaluate(PUT)).toBe(1)
    await open()
    expect(await page.evaluate(TAKE)).toEqual({
      sent: [[true, '面单.jpg', 'image/jpeg', 0, 255, 7]],
      state: { waiting: 0, refused: [] },
    })
    await open()
    expect(await page.evaluate(TAKE)).toMatchObject({ sent: [] })
  } finally {
    await browser.close()
  }
})
