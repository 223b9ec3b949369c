import { open, readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { reasonOf, Unreadable } from '../kernel'
import { refuseUnlessPicture } from './picture-kind'
import { fromSharp, type Grey } from './picture'

/** 12,000 × 9,000 is read; what claims more is refused before a pixel is unpacked. */
const MAX_PIXELS = 200_000_000
/** Long side after decoding: small print stays above 16 pixels on an A5 sheet. */
const LONG_SIDE = 2000
/** Smaller pictures are enlarged: the text reader wants digits of 20 pixels and more. */
const SMALL_SIDE = 1300

/**
 * Unpacks a picture as a grey one: turned as its EXIF says, on white, long side at most 2,000 pixels.
 * The name's ending is not asked, the content is. Throws `Unreadable` with one of the codes `empty-file`,
 * `file-too-large`, `pdf`, `heic`, `not-a-picture`, `too-many-pixels`, `picture-damaged`.
 */
export async function decodePicture(bytes: Buffer): Promise<Grey> {
  refuseUnlessPicture(bytes.subarray(0, 16), bytes.length)
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

/** Throws `Unreadable` with `file-missing`, or what its first bytes say before the rest is read. */
export async function readPictureFile(file: string): Promise<Buffer> {
  const head = Buffer.alloc(16)
  try {
    await using handle = await open(file, 'r')
    const { size } = await handle.stat()
    await handle.read(head, 0, head.length, 0)
    refuseUnlessPicture(head, size)
    return await readFile(file)
  } catch (error) {
    if (error instanceof Unreadable) throw error
    throw new Unreadable('file-missing', reasonOf(error))
  }
}
