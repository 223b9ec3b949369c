import sharp, { type Sharp } from 'sharp'
import type { Shown } from './helper-link'
import type { Place } from './picture'

/** Long side of what the screens show: small print stays legible. */
const PREVIEW_SIDE = 1800
const PREVIEW_BYTES = 400 * 1024
/** Originals above this are kept smaller. */
const KEEP_BYTES = 8 * 2 ** 20
const KEEP_SIDE = 4000
const OPTIONS = { limitInputPixels: 200_000_000, failOn: 'error', sequentialRead: true, pages: 1 } as const

/**
 * What is shown of a picture, as JPEGs of our own making and without its EXIF (which tells where it was taken).
 * `money`: where amounts are printed, painted over in `covered`.
 */
export async function showPicture(bytes: Buffer, money: readonly Place[]): Promise<Shown> {
  const flat = await sharp(bytes, OPTIONS)
    .autoOrient()
    .flatten({ background: '#fff' })
    .resize({ width: PREVIEW_SIDE, height: PREVIEW_SIDE, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = flat.info
  const raw = { raw: { width, height, channels } }
  const preview = await small(() => sharp(flat.data, raw))
  for (const place of money) paintOver(flat.data, { width, height, channels }, place)
  return {
    preview,
    ...(money.length > 0 ? { covered: await small(() => sharp(flat.data, raw)) } : {}),
    ...(bytes.length > KEEP_BYTES ? { smaller: await smaller(bytes) } : {}),
  }
}

async function small(picture: () => Sharp): Promise<Buffer> {
  let best = await picture().jpeg({ quality: 80 }).toBuffer()
  for (const quality of [60, 40, 25]) {
    if (best.length <= PREVIEW_BYTES) break
    best = await picture().jpeg({ quality }).toBuffer()
  }
  return best
}

function smaller(bytes: Buffer): Promise<Buffer> {
  return sharp(bytes, OPTIONS)
    .autoOrient()
    .flatten({ background: '#fff' })
    .resize({ width: KEEP_SIDE, height: KEEP_SIDE, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 82 })
    .toBuffer()
}

/** A band around the place: ¥ and the fen lie a little outside of what was read. */
function paintOver(
  data: Buffer,
  { width, height, channels }: { width: number; height: number; channels: number },
  place: Place,
): void {
  const [x, y] = [place.height * height * 1.5, place.height * height * 0.3]
  const left = Math.max(0, Math.floor(place.x * width - x))
  const right = Math.min(width, Math.ceil((place.x + place.width) * width + x))
  const top = Math.max(0, Math.floor(place.y * height - y))
  const bottom = Math.min(height, Math.ceil((place.y + place.height) * height + y))
  for (let row = top; row < bottom; row++)
    data.fill(40, (row * width + left) * channels, (row * width + right) * channels)
}
