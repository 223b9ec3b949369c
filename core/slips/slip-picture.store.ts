import type { ReadDb, Tx } from '../database'
import { seal, unseal } from '../kernel'

export type PictureKind = 'original' | 'preview' | 'covered'

/** A picture lies in pieces, so that none of them holds up the loop for long. */
export const PIECE_BYTES = 512 * 1024

/** Keeps a picture in place of an earlier one of its kind, sealed under the slip's own key. Returns its pieces. */
export async function keepPicture(
  tx: Tx,
  key: Uint8Array,
  slipId: string,
  kind: PictureKind,
  bytes: Uint8Array,
): Promise<number> {
  await tx.run('delete from slip_pictures where slip_id = ? and kind = ?', [slipId, kind])
  const parts = Math.max(1, Math.ceil(bytes.length / PIECE_BYTES))
  for (let part = 0; part < parts; part++) {
    const piece = bytes.subarray(part * PIECE_BYTES, (part + 1) * PIECE_BYTES)
    await tx.run('insert into slip_pictures (slip_id, kind, part, body) values (?, ?, ?, ?)', [
      slipId,
      kind,
      part,
      seal(key, piece),
    ])
    await tx.breathe()
  }
  return parts
}

/** One piece of a picture; `undefined` where there is none. */
export async function pieceOf(
  read: ReadDb,
  key: Uint8Array,
  slipId: string,
  kind: PictureKind,
  part: number,
): Promise<Buffer | undefined> {
  const row = await read.get<{ body: Uint8Array }>(
    'select body from slip_pictures where slip_id = ? and kind = ? and part = ?',
    [slipId, kind, part],
  )
  return row && unseal(key, row.body)
}

export async function wholePicture(
  read: ReadDb,
  key: Uint8Array,
  slipId: string,
  parts: number,
): Promise<Buffer> {
  const pieces: Buffer[] = []
  for (let part = 0; part < parts; part++) {
    const piece = await pieceOf(read, key, slipId, 'original', part)
    if (piece) pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
