import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { prepareZXingModule, readBarcodes as readWith } from 'zxing-wasm/reader'
import type { Box, Grey } from './picture'

/** A bar code as decoded: its check symbol held. */
export interface Barcode {
  readonly text: string
  readonly format: string
  /** Around it, in pixels of the picture it was read on. */
  readonly box: Box
  /** Degrees clockwise from upright reading direction to this code's, −180 to 180. */
  readonly angle: number
  /** Length of the code in pixels. */
  readonly length: number
}

let prepared: Promise<void> | undefined

/** Loads the reader from the package's own file: it would fetch it from the internet otherwise. */
function prepare(): Promise<void> {
  prepared ??= readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')).then(
    (wasm) => {
      const bytes = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength)
      prepareZXingModule({ overrides: { wasmBinary: bytes } })
    },
  )
  return prepared
}

/**
 * Every linear code on the picture that couriers print. Codes that are damaged are not guessed. `quick` finds the plain
 * ones in a fraction of the time: enough to see which way a sheet lies.
 */
export async function readBarcodes(
  picture: Grey,
  how: 'quick' | 'thorough' = 'thorough',
): Promise<Barcode[]> {
  await prepare()
  const { width, height, data } = picture
  const pixels = new Uint32Array(data.length)
  for (let at = 0; at < data.length; at++) pixels[at] = 0xff000000 | (data[at]! * 0x010101)
  const image = { width, height, data: new Uint8ClampedArray(pixels.buffer), colorSpace: 'srgb' as const }
  const found = await readWith(image, {
    formats: ['Code128', 'Code39'],
    tryHarder: how === 'thorough',
    tryRotate: true,
    tryDownscale: how === 'thorough',
    tryInvert: false,
    maxNumberOfSymbols: 8,
  })
  return found
    .filter((code) => code.isValid && code.text.length >= 6)
    .map((code) => {
      const { topLeft, topRight, bottomLeft, bottomRight } = code.position
      const xs = [topLeft.x, topRight.x, bottomLeft.x, bottomRight.x]
      const ys = [topLeft.y, topRight.y, bottomLeft.y, bottomRight.y]
      return {
        text: code.text,
        format: code.format,
        box: { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) },
        angle: (Math.atan2(topRight.y - topLeft.y, topRight.x - topLeft.x) * 180) / Math.PI,
        length: Math.hypot(topRight.x - topLeft.x, topRight.y - topLeft.y),
      }
    })
}
