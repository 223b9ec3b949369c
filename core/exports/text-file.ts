import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'

/** Text written piece by piece; waits whenever the disk is slower. */
export function textFile(file: string) {
  const stream = createWriteStream(file)
  const done = finished(stream)
  done.catch((error: unknown) => error)
  return {
    async write(text: string): Promise<void> {
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), done])
    },
    async finish(): Promise<void> {
      stream.end()
      await done
    },
    destroy: () => void stream.destroy(),
  }
}
export type TextFile = ReturnType<typeof textFile>
