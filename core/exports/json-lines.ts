import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { SheetWriter } from './sheet'

/** The neutral model, one order a line (docs/orders-jsonl.md). */
export function jsonLines(stream: Writable): SheetWriter {
  const done = finished(stream)
  done.catch((error: unknown) => error)
  return {
    async add({ neutral }) {
      if (!stream.write(`${JSON.stringify(neutral)}\n`)) await Promise.race([once(stream, 'drain'), done])
    },
    async finish() {
      stream.end()
      await done
    },
  }
}
