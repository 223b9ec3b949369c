import { labelsIn } from './label-words'
import type { NumberMark } from './number-marks'
import type { Line } from './print-lines'
import type { Box } from './picture'

export interface PhoneMark {
  readonly value: string
  readonly confidence: number
  readonly box: Box
  /** Higher: more likely the sender's. */
  readonly likely: number
}

/**
 * Mobile numbers of a slip, the sender's first. Blocks 寄 and 收, and words such as 客服, tell whose it is.
 * Masked ones keep their stars: the reader likes to see 4s in them, so 130 444 6308 is taken for masked.
 */
export function findPhones(lines: readonly Line[], marks: readonly NumberMark[]): PhoneMark[] {
  const blocks = blocksOf(lines)
  const found = marks.flatMap((mark) => {
    const readings = [phoneIn(mark.text), phoneIn(mark.second ?? '')]
    const value = readings[0] ?? readings[1]
    if (value === undefined || mark.label === 'waybill' || mark.label === 'order') return []
    const agree = readings[0] === readings[1]
    const masked = readings.find((reading) => reading?.includes('*'))
    const block = blocks[mark.line] ?? undefined
    const likely =
      (mark.label === 'phone' || mark.label === 'sender' ? 3 : mark.label === 'shop-phone' || mark.label === 'receiver' ? -5 : 0) +
      (block === 'sender' ? 3 : block === 'receiver' ? -3 : 0)
    return [{ value: masked ?? value, confidence: agree ? 0.9 : 0.65 * Math.max(0.5, mark.confidence), box: mark.box, likely }]
  }) // prettier-ignore
  // On labels the receiver stands first: of two that nothing tells apart the later one is the sender's.
  const order = new Map(found.map((phone, at) => [phone, at]))
  return found.sort((a, b) => b.likely - a.likely || order.get(b)! - order.get(a)!)
}

function phoneIn(text: string): string | undefined {
  const plain = text.toUpperCase().replace(/[X×#·^'"]/g, '*').replace(/[O口]/g, '0').replace(/[IL]/g, '1').replace(/[-._~ ]/g, '').replace(/^.*?86(?=1[3-9]\d{9}$)/, '') // prettier-ignore
  const masked = /(?<!\d)(1[3-9]\d)\*{1,6}(\d{4})(?!\d)/.exec(plain)
  if (masked) return `${masked[1]}****${masked[2]}`
  const starred = /(?<!\d)(1[3-9]\d)(?=[4*]*[4*])[4*]{3,6}(\d{4})(?!\d)/.exec(plain)
  if (starred) return `${starred[1]}****${starred[2]}`
  return /(?<![0-9A-Z*])(1[3-9]\d{9})(?![0-9*])/.exec(plain)?.[1]
}

/**
 * For each line the block it stands in: everything from 寄 or 收 on, until the other begins or other labels do. One
 * person has one phone: the second phone after 收 is the sender's, though 寄 was not read.
 */
function blocksOf(lines: readonly Line[]): ('sender' | 'receiver' | undefined)[] {
  let block: 'sender' | 'receiver' | undefined
  let phones = 0
  return lines.map((line) => {
    const labels = labelsIn(line)
    const turn = labels.findLast(({ kind }) => kind === 'sender' || kind === 'receiver')
    const phone = /(?<!\d)(1[3-9]\d[\d*]{4,8}|0\d{2,3}[-.]?\d{7,8})(?!\d)/.test(line.text)
    if (turn) {
      block = turn.kind === 'sender' ? 'sender' : 'receiver'
      phones = 0
    } else if (labels.some(({ kind }) => kind === 'order' || kind === 'waybill' || kind === 'amount'))
      block = undefined
    else if (phone && phones > 0 && block) block = block === 'receiver' ? 'sender' : 'receiver'
    if (phone) phones++
    return block
  })
}
