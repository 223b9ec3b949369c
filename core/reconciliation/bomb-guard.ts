import type { Readable } from 'node:stream'
import { Refusal } from '../kernel'
import { refuseBill } from './bill-refusal'

/** A year of a busy merchant is a tenth of this. */
export const MOST_BYTES = 1 << 30
/** Bills shrink to a tenth; what shrinks two hundredfold is not one. Small texts are left alone. */
const MOST_RATIO = 200
const SMALL_BYTES = 1 << 20

/** Counts what really comes out, whatever the archive's own figures say, and looks for an archive inside. */
export async function* guarded(stream: Readable, packed: () => number): AsyncGenerator<Buffer> {
  let bytes = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (bytes === 0 && isArchive(chunk)) throw refuseBill('bill-nested')
      bytes += chunk.length
      if (isAbsurd(bytes, packed())) throw refuseBill('bill-bomb')
      yield chunk
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    // zlib and yauzl say in many words that the bytes do not fit.
    throw refuseBill('bill-truncated')
  }
}

export function isAbsurd(bytes: number, packed: number): boolean {
  return bytes > MOST_BYTES || (bytes > SMALL_BYTES && bytes > packed * MOST_RATIO)
}

function isArchive(head: Uint8Array): boolean {
  return (head[0] === 0x50 && head[1] === 0x4b && head[2] === 3) || (head[0] === 0x1f && head[1] === 0x8b)
}
