import type { SlipRowView } from '../../../core/rpc/api'
import { base64Of } from '../base64'
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
    const piece = await base64Of(picture.slice(at, at + PIECE_BYTES))
    const { row, repeat } = await client.slips.send({ ...about, sizeBytes, at, piece })
    if (row) return { row, repeat }
    if (at + PIECE_BYTES >= sizeBytes) throw new Error('the last piece was not the last')
  }
}
