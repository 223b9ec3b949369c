import { open, readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { reasonOf, Unreadable } from '../kernel'
import { fromSharp, type Grey } from './picture'

/** A phone's picture has 5–15 MB; beyond this it is no slip. */
const MAX_FILE_BYTES = 80 * 2 ** 20
/** 12,000 × 9,000 is read; what claims more is refused before a pixel is unpacked. */
const MAX_PIXELS = 200_000_000
/** Long side after decoding: small print stays above 16 pixels on an A5 sheet. */
const LONG_SIDE = 2000
/** Smaller pictures are enlarged: the text reader wants digits of 20 pixels and more. */
const SMALL_SIDE = 1300

const KINDS: readonly [name: string, matches: (head: Buffer) => boolean][] = [
  ['jpeg', (head) => head.readUInt16BE(0) === 0xffd8],
  ['png', (head) => head.readUInt32BE(0) === 0x89504e47],
  ['gif', (head) => head.toString('latin1', 0, 4) === 'GIF8'],
  ['webp', (head) => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP'],
  ['tiff', (head) => ['II*\0', 'MM\0*'].includes(head.toString('latin1', 0, 4))],
  ['heif', (head) => head.toString('latin1', 4, 8) === 'ftyp'],
]

/**
 * Unpacks a picture as a grey one: turned as its EXIF says, on white, long side at most 2,000 pixels.
 * The name's ending is not asked, the content is. Throws `Unreadable` with one of the codes `file-missing`,
 * `empty-file`, `file-too-large`, `pdf`, `not-a-picture`, `too-many-pixels`, `picture-damaged`.
 */
export async function decodePicture(file: string): Promise<Grey> {
  const bytes = await readPictureFile(file)
  const options = { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true, pages: 1 } as const
  try {
    const { width, height, autoOrient } = await sharp(bytes, options).metadata()
    if (width * height > MAX_PIXELS) throw new Unreadable('too-many-pixels', `${width} × ${height}`)
    const longest = Math.max(width, height)
    const scale =
      longest > LONG_SIDE ? LONG_SIDE / longest : longest < SMALL_SIDE ? Math.min(2, 1600 / longest) : 1
    return await fromSharp(
      sharp(bytes, options)
        .autoOrient()
        .flatten({ background: '#fff' })
        .greyscale()
        .resize({
          width: Math.max(1, Math.round(autoOrient.width * scale)),
          height: Math.max(1, Math.round(autoOrient.height * scale)),
          fit: 'fill',
          kernel: scale > 1 ? 'cubic' : 'lanczos3',
        }),
    )
  } catch (error) {
    if (error instanceof Unreadable) throw error
    const reason = reasonOf(error)
    if (reason.includes('pixel limit')) throw new Unreadable('too-many-pixels', reason)
    throw new Unreadable('picture-damaged', reason.split('\n')[0] ?? '')
  }
}

async function readPictureFile(file: string): Promise<Buffer> {
  const head = Buffer.alloc(16)
  try {
    await using handle = await open(file, 'r')
    const { size } = await handle.stat()
    if (size === 0) throw new Unreadable('empty-file', file)
    if (size > MAX_FILE_BYTES) throw new Unreadable('file-too-large', `${Math.round(size / 2 ** 20)} MB`)
    await handle.read(head, 0, head.length, 0)
  } catch (error) {
    if (error instanceof Unreadable) throw error
    throw new Unreadable('file-missing', reasonOf(error))
  }
  if (head.toString('latin1', 0, 5) === '%PDF-') throw new Unreadable('pdf', file)
  if (!KINDS.some(([, matches]) => matches(head))) throw new Unreadable('not-a-picture', file)
  return readFile(file)
}
