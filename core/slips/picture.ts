import sharp, { type Sharp } from 'sharp'

/** A grey picture, one byte a pixel, 0 black to 255 white. */
export interface Grey {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** A place on a picture as shares of its width and height (0–1), so that it holds at any size it is shown in. */
export interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A rectangle in pixels; right and bottom are exclusive. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export function unite(a: Box, b: Box): Box {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  }
}

export function toSharp({ data, width, height }: Grey): Sharp {
  return sharp(data, { raw: { width, height, channels: 1 } })
}

export async function fromSharp(picture: Sharp): Promise<Grey> {
  const { data, info } = await picture.toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  return {
    width: info.width,
    height: info.height,
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
  }
}

/** Turns clockwise by `degrees`; what comes in at the corners is white. */
export async function turn(picture: Grey, degrees: number): Promise<Grey> {
  if (Math.abs(degrees) < 0.05) return picture
  return fromSharp(toSharp(picture).rotate(degrees, { background: '#fff' }))
}

/** As a PGM file: the one format that costs nothing to write and that the text reader takes. */
export function asPgm({ data, width, height }: Grey): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1'), data])
}

/** At half the size; of four pixels the darkest stays, so that thin print does. */
export function half({ width, height, data }: Grey): Grey {
  const [w, h] = [Math.max(1, width >> 1), Math.max(1, height >> 1)]
  const out = new Uint8Array(w * h)
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const at = 2 * y * width + 2 * x
      out[y * w + x] = Math.min(
        data[at]!,
        data[at + 1] ?? 255,
        data[at + width] ?? 255,
        data[at + width + 1] ?? 255,
      )
    }
  return { width: w, height: h, data: out }
}
