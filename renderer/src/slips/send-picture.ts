import type { SlipRowView } from '../../../core/rpc/api'
import { client } from '../client'

/** Small enough for any line, large enough that a phone's picture takes few questions. */
const PIECE_BYTES = 720_000

export type SlipSource = SlipRowView['source']
export interface Sent {
  readonly row: SlipRowView
  readonly repeat: boolean
}

/** Hands a picture to core in pieces; resolves once it is kept there for good. */
export async function sendPicture(
  picture: Blob,
  about: { readonly commandId: string; readonly name: string; readonly source: SlipSource },
): Promise<Sent> {
  const sizeBytes = picture.size
  for (let at = 0; ; at += PIECE_BYTES) {
    const piece = await asBase64(picture.slice(at, at + PIECE_BYTES))
    const { row, repeat } = await client.slips.send({ ...about, sizeBytes, at, piece })
    if (row) return { row, repeat }
    if (at + PIECE_BYTES >= sizeBytes) throw new Error('the last piece was not the last')
  }
}

async function asBase64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  let text = ''
  // The engine limits how many arguments a call may have.
  for (let at = 0; at < bytes.length; at += 8_192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text)
}
