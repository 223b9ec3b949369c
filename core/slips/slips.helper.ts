import sharp from 'sharp'
import { reasonOf, serveAsHelper, Unreadable } from '../kernel'
import type { FromHelper, ToHelper } from './helper-link'
import { readPictureFile } from './decode-picture'
import { readSlip } from './read-slip'
import { showPicture } from './show-picture'
import { TextReader } from './text-reader'
import { trainedData } from './trained-data'

// One picture is unpacked at a time, and nothing is kept of it.
sharp.cache(false)
sharp.concurrency(1)

const idle: TextReader[] = []

serveAsHelper((message, answer) => {
  const asked = message as ToHelper
  void read(asked).then((said) => answer(said))
})

async function read({ id, picture, show, cacheFolder }: ToHelper): Promise<FromHelper> {
  const began = performance.now()
  const reader = idle.pop() ?? new TextReader(await trainedData(cacheFolder))
  const spent = () => Math.round(performance.now() - began)
  try {
    const bytes = typeof picture === 'string' ? await readPictureFile(picture) : Buffer.from(picture)
    const { reading, times, money } = await readSlip(bytes, reader)
    const ms = spent()
    return {
      id,
      reading,
      times,
      ms,
      ...(show ? { shown: await showPicture(bytes, money) } : {}),
    }
  } catch (error) {
    const problem =
      error instanceof Unreadable
        ? { code: error.code, detail: error.detail }
        : { code: 'reader-failed', detail: reasonOf(error) }
    return { id, problem, ms: spent() }
  } finally {
    idle.push(reader)
  }
}
