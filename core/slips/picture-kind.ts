import { Unreadable } from '../kernel'

/** A phone's picture has 5–15 MB; beyond this it is no slip. */
export const MAX_FILE_BYTES = 80 * 2 ** 20

const KINDS: readonly [name: string, matches: (head: Buffer) => boolean][] = [
  ['jpeg', (head) => head.readUInt16BE(0) === 0xffd8],
  ['png', (head) => head.readUInt32BE(0) === 0x89504e47],
  ['gif', (head) => head.toString('latin1', 0, 4) === 'GIF8'],
  ['webp', (head) => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP'],
  ['tiff', (head) => ['II*\0', 'MM\0*'].includes(head.toString('latin1', 0, 4))],
  ['heif', (head) => head.toString('latin1', 4, 8) === 'ftyp'],
]
/** iPhones' own pictures: their codec is patented and not in the picture library. AVIF has the same box and is read. */
const HEIC_BRANDS = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis'])

/**
 * What the first bytes say that a file is; its name is never asked. Throws `Unreadable` with `empty-file`,
 * `file-too-large`, `pdf`, `heic` or `not-a-picture`.
 */
export function refuseUnlessPicture(head: Buffer, sizeBytes: number): void {
  if (sizeBytes === 0) throw new Unreadable('empty-file', '')
  if (sizeBytes > MAX_FILE_BYTES)
    throw new Unreadable('file-too-large', `${Math.round(sizeBytes / 2 ** 20)} MB`)
  if (head.toString('latin1', 0, 5) === '%PDF-') throw new Unreadable('pdf', '')
  const padded = head.length >= 16 ? head : Buffer.concat([head, Buffer.alloc(16 - head.length)])
  const kind = KINDS.find(([, matches]) => matches(padded))?.[0]
  if (!kind) throw new Unreadable('not-a-picture', '')
  if (kind === 'heif' && HEIC_BRANDS.has(padded.toString('latin1', 8, 12))) throw new Unreadable('heic', '')
}
