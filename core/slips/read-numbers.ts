import type { NumberMark } from './number-marks'
import { fromSharp, toSharp, type Grey } from './picture'
import { heightOf } from './print-lines'
import type { TextReader } from './text-reader'

/** Digits of this height are read best. */
const HEIGHT = 44
const GAP = 26
const MARGIN = 14
const MOST = 9

/**
 * Reads the numbers of a sheet a second time with the reader for digits and capitals: their crops, one below the
 * other on one picture, in one call. Fills `second`. What a bar code says already (`sure`) is not asked again.
 */
export async function readNumbers(
  picture: Grey,
  marks: readonly NumberMark[],
  sure: readonly string[],
  reader: TextReader,
): Promise<void> {
  const asked = marks
    .filter((mark) => worth(mark, sure) > 0)
    .sort((a, b) => worth(b, sure) - worth(a, sure))
    .slice(0, MOST)
  if (asked.length === 0) return
  const crops = await Promise.all(asked.map((mark) => cropOf(picture, mark)))
  const width = Math.max(...crops.map((crop) => crop.width)) + 2 * MARGIN
  const height = crops.reduce((sum, crop) => sum + crop.height + GAP, GAP)
  const data = new Uint8Array(width * height).fill(255)
  const tops: number[] = []
  let top = GAP
  for (const crop of crops) {
    tops.push(top)
    for (let y = 0; y < crop.height; y++)
      data.set(crop.data.subarray(y * crop.width, (y + 1) * crop.width), (top + y) * width + MARGIN)
    top += crop.height + GAP
  }
  const words = await reader.numbers({ width, height, data })
  asked.forEach((mark, at) => {
    const [from, to] = [tops[at]!, tops[at]! + crops[at]!.height]
    const text = words
      .filter(({ box }) => (box.top + box.bottom) / 2 >= from - 4 && (box.top + box.bottom) / 2 <= to + 4)
      .sort((a, b) => a.box.left - b.box.left)
      .map((word) => word.text)
      .join('')
    if (text !== '') mark.second = text
  })
}

function worth({ text, label }: NumberMark, sure: readonly string[]): number {
  const plain = text.replace(/[^0-9A-Z]/g, '')
  if (sure.some((known) => known.endsWith(plain.slice(-6)))) return 0
  if (label === 'waybill' || label === 'order') return 40 + plain.length
  if (label === 'amount' || label === 'phone' || label === 'sender') return 30
  const digits = plain.match(/\d/g)?.length ?? 0
  // Landlines, dates that were read well, item prices, web addresses: nothing hangs on them.
  if (/^0\d{9,11}$/.test(plain) || isWholeDate(text) || digits < plain.length / 2) return 0
  if (label === 'date') return 25
  return digits >= 8 ? 10 + Math.min(10, digits) : text.includes('*') ? 10 : 0
}

function isWholeDate(text: string): boolean {
  return /20[123]\d([-/.])(0[1-9]|1[0-2])\1(0[1-9]|[12]\d|3[01])/.test(text)
}

async function cropOf(picture: Grey, { box }: NumberMark): Promise<Grey> {
  const pad = Math.round(heightOf(box) * 0.22)
  const left = Math.max(0, Math.floor(box.left) - pad)
  const top = Math.max(0, Math.floor(box.top) - pad)
  const width = Math.min(picture.width, Math.ceil(box.right) + pad) - left
  const height = Math.min(picture.height, Math.ceil(box.bottom) + pad) - top
  const scale = HEIGHT / Math.max(8, heightOf(box))
  return fromSharp(
    toSharp(picture)
      .extract({ left, top, width: Math.max(1, width), height: Math.max(1, height) })
      .resize({ height: Math.max(8, Math.round(height * Math.min(3, scale))), kernel: 'cubic' }),
  )
}
