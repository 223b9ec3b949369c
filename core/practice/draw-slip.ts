import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import sharp, { type OverlayOptions } from 'sharp'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import { z } from 'zod'
import { assert } from '../kernel'

/** What a buyer of the practice shops wrote on the paper in the parcel; absent = left empty. */
export interface SlipWords {
  readonly order?: string
  readonly waybill?: string
  readonly phone?: string
  /** `168.00` */
  readonly amount?: string
  /** `2026-11-24` */
  readonly date?: string
  /** One of the practice shops' own reasons; another is left out. */
  readonly reason?: string
}
type SlipField = keyof SlipWords

export interface SlipLook {
  /** Which of the empty forms; taken by remainder. */
  readonly form: number
  /** Degrees by which the paper lies askew. */
  readonly turn: number
  /** Sigma of the blur in pixels; 0 = sharp. */
  readonly blur: number
}

const spot = z.object({ x: z.number(), y: z.number() })
const forms = z.object({
  forms: z.array(
    z.object({
      picture: z.string(),
      width: z.number(),
      height: z.number(),
      bars: spot.extend({ width: z.number(), height: z.number() }),
      fields: z.record(z.string(), spot),
    }),
  ),
  signs: z.object({ width: z.number(), height: z.number(), text: z.string() }),
  words: z.object({ width: z.number(), height: z.number(), list: z.array(z.string()) }),
})

/** Draws a return slip as a phone's picture of it (JPEG), from the pieces in `folder` (`resources/practice/slips`). */
export async function drawSlip(folder: string, words: SlipWords, look: SlipLook): Promise<Buffer> {
  const plan = forms.parse(JSON.parse(await readFile(join(folder, 'forms.json'), 'utf8')))
  const form = plan.forms[look.form % plan.forms.length]
  assert(form, 'there is a form')
  const { signs, words: list } = plan
  const pieces: OverlayOptions[] = []
  for (const [field, text] of Object.entries(words) as [SlipField, string | undefined][]) {
    const at = form.fields[field]
    if (!at || text === undefined) continue
    if (field === 'reason') {
      const n = list.list.indexOf(text)
      if (n >= 0) pieces.push(await cut(join(folder, 'words.png'), n * list.width, list, at.x, at.y))
      continue
    }
    for (const [n, sign] of [...text].entries()) {
      const index = signs.text.indexOf(sign)
      if (index >= 0)
        pieces.push(
          await cut(join(folder, 'signs.png'), index * signs.width, signs, at.x + n * signs.width, at.y),
        )
    }
  }
  if (words.waybill) {
    const { x, y, width, height } = form.bars
    const bars = await sharp(await barcode(words.waybill))
      .resize({ width, height, fit: 'fill', kernel: 'nearest' })
      .png()
      .toBuffer()
    pieces.push({ input: bars, left: x, top: y })
  }
  const paper = await sharp(join(folder, form.picture)).composite(pieces).png().toBuffer()
  const turned = sharp(paper).rotate(look.turn, { background: '#d9d5cc' })
  return (look.blur > 0.3 ? turned.blur(look.blur) : turned)
    .flatten({ background: '#fff' })
    .jpeg({ quality: 82 })
    .toBuffer()
}

async function cut(
  file: string,
  left: number,
  { width, height }: { width: number; height: number },
  x: number,
  y: number,
) {
  const input = await sharp(file).extract({ left, top: 0, width, height }).png().toBuffer()
  return { input, left: x, top: y }
}

let prepared: Promise<void> | undefined
/** From the package's own file: the writer would fetch it from the internet otherwise. */
function prepare(): Promise<void> {
  prepared ??= readFile(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm')).then(
    (wasm) => {
      const bytes = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength)
      prepareZXingModule({ overrides: { wasmBinary: bytes } })
    },
  )
  return prepared
}

/** Code128, as couriers print a waybill. */
async function barcode(text: string): Promise<Buffer> {
  await prepare()
  const { svg, error } = await writeBarcode(text, { format: 'Code128', scale: 3, addQuietZones: true })
  assert(error === '' && svg !== '', `a waybill can be printed as bars: ${error}`)
  return Buffer.from(svg)
}
