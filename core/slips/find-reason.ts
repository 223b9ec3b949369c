import { labelsIn } from './label-words'
import { boxOf, heightOf, type Line } from './print-lines'
import type { Box, Grey } from './picture'
import type { ValueMark } from './find-amount-and-date'

/** Reasons as platforms offer them; what is read close to one of them is that one. */
const REASONS = [
  '七天无理由退货', '七天无理由退换货', '7天无理由退换货', '无理由退货', '不喜欢不想要', '不喜欢/不想要', '不想要了', '拍错多拍', '拍错/多拍', '多拍/错拍/不想要', '尺码不合适', '大小不合适', '尺寸不符', '尺码偏大', '尺码偏小',
  '商品质量问题', '质量问题', '做工粗糙', '做工问题', '有瑕疵', '收到商品损坏', '商品破损', '包装破损', '包装/商品破损', '与描述不符', '商品与描述不符', '颜色有色差', '颜色/款式不符', '色差', '商家发错货', '卖家发错货', '发错货', '少件漏发', '少件/漏发', '缺少件', '假冒品牌',
  '材质不符', '效果不好', '穿着效果不好', '面料与描述不符', '起球', '掉色', '过敏', '保质期问题', '变质', '快递太慢', '未按时发货', '物流问题', '价格高了', '重复下单', '地址填错', '功能故障', '无法使用', '其他', '其它',
] // prettier-ignore

/** Why it came back: behind its label, or the option of a list whose box is ticked. `picture`: the upright sheet. */
export function findReason(lines: readonly Line[], picture: Grey): ValueMark<string> | undefined {
  for (const [at, line] of lines.entries()) {
    const labels = labelsIn(line)
    const label = labels.find(({ kind }) => kind === 'reason')
    if (!label) continue
    const end =
      labels.find((other) => other.from >= label.to && other.kind !== 'other')?.from ?? line.text.length
    const text = tidy(line.text.slice(label.to, end))
    const options = lines.slice(at, at + 5).flatMap((one) => optionsIn(one))
    if (options.length >= 3) return ticked(options, picture)
    if (/[\u4e00-\u9fff]{2}/.test(text)) {
      const known = closest(text)
      const from = line.text.indexOf(text, label.to)
      const box = boxOf(
        line.signs.slice(Math.max(label.to, from), Math.max(label.to + 1, from + text.length)),
      )
      return { value: known ?? text, confidence: known === text ? 0.9 : known ? 0.75 : 0.5, box }
    }
    const below = lines[at + 1]
    if (below && text === '' && labelsIn(below).length === 0) {
      const value = tidy(below.text)
      const known = closest(value)
      if (known) return { value: known, confidence: 0.7, box: below.box }
    }
  }
  const options = lines.flatMap((line) => optionsIn(line))
  if (options.length >= 3) return ticked(options, picture)
  return undefined
}

function tidy(text: string): string {
  return text.replace(/^[^\u4e00-\u9fff0-9A-Za-z]+/, '').replace(/[^\u4e00-\u9fff0-9A-Za-z)]+$/, '')
}

interface Option {
  readonly reason: string
  readonly box: Box
}

/** Known reasons that stand in a line with a box or mark before them. */
function optionsIn(line: Line): Option[] {
  const found: (Option & { from: number; to: number })[] = []
  for (const reason of REASONS.filter((one) => one.length >= 4)) {
    for (let from = 0; from + reason.length <= line.text.length; from++) {
      let other = 0
      for (let n = 0; n < reason.length && other <= 1; n++) if (line.text[from + n] !== reason[n]) other++
      if (other > (reason.length >= 5 ? 1 : 0)) continue
      if (found.some((one) => from < one.to && one.from < from + reason.length)) continue
      found.push({
        reason,
        from,
        to: from + reason.length,
        box: boxOf(line.signs.slice(from, from + reason.length)),
      })
    }
  }
  return found
}

/** The option with clearly the most ink in the square before it. */
function ticked(options: readonly Option[], picture: Grey): ValueMark<string> | undefined {
  const inked = options
    .map((option) => ({ option, ink: inkBefore(option.box, picture) }))
    .sort((a, b) => b.ink - a.ink)
  const [first, second] = inked
  if (!first || !second || first.ink < 0.05 || first.ink < second.ink * 1.15) return undefined
  return {
    value: first.option.reason,
    confidence: first.ink > second.ink * 1.4 ? 0.8 : 0.6,
    box: first.option.box,
  }
}

function inkBefore(box: Box, { width, height, data }: Grey): number {
  const size = heightOf(box)
  const left = Math.max(0, Math.round(box.left - 1.6 * size))
  const right = Math.max(left + 1, Math.round(box.left - 0.1 * size))
  let [ink, all] = [0, 0]
  for (
    let y = Math.max(0, Math.round(box.top - 0.2 * size));
    y < Math.min(height, box.bottom + 0.2 * size);
    y++
  )
    for (let x = left; x < Math.min(width, right); x++) {
      all++
      ink += 1 - data[y * width + x]! / 255
    }
  return all === 0 ? 0 : ink / all
}

/** The known reason that differs in at most a third of its signs. */
function closest(text: string): string | undefined {
  let best: { reason: string; away: number } | undefined
  for (const reason of REASONS) {
    const away = editsBetween(text, reason)
    if (away <= Math.floor(reason.length / 3) && away < (best?.away ?? Infinity)) best = { reason, away }
  }
  return best?.reason
}

export function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}
