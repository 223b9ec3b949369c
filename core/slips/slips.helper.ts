import sharp from 'sharp'
import { reasonOf, serveAsHelper, Unreadable } from '../kernel'
import type { FromHelper, ToHelper } from './helper-link'
import { readSlip } from './read-slip'
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

async function read({ id, file, cacheFolder }: ToHelper): Promise<FromHelper> {
  const began = performance.now()
  const reader = idle.pop() ?? new TextReader(await trainedData(cacheFolder))
  const spent = () => Math.round(performance.now() - began)
  try {
    const { reading, times } = await readSlip(file, reader)
    return { id, reading, times, ms: spent() }
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
