import { billTime, DAY_MS } from './bill-time'

/** What stands above the columns, or in the file's name. */
export interface Preamble {
  readonly account: string
  /** [from, to) in UTC ms; the days of the rows where nothing says it. */
  readonly period: readonly [from: number, to: number] | undefined
  readonly summary: boolean
}

const PERIOD = /起始日期[:：]\s*\[([^\]]+)\]\s*终止日期[:：]\s*\[([^\]]+)\]/

export function preambleOf(lines: readonly string[], fileName: string): Preamble {
  const text = lines.join('\n')
  const account = /账号[:：]\s*\[(\d+)\]/.exec(text)?.[1] ?? ''
  const period = PERIOD.exec(text)
  return {
    account,
    summary: /汇总(查询|列表)/.test(text),
    period: period
      ? [billTime(chinese(period[1] ?? '')), billTime(chinese(period[2] ?? ''))]
      : periodOfName(fileName),
  }
}

function chinese(text: string): string {
  return text.trim().replace('年', '-').replace('月', '-').replace('日', '')
}

/** `1900000100All2026-11-01_2026-11-30.csv`, `20889…0156_20261121_业务明细.csv`; a month alone stands for all of it. */
function periodOfName(name: string): Preamble['period'] {
  const days = [...name.matchAll(/(?<!\d)(20\d{2})-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)/g)]
  const [first, last] = [days.at(0), days.at(-1)]
  if (!first || !last) return undefined
  const at = (day: RegExpExecArray) => billTime(`${day[1]}-${day[2]}-${day[3]}`)
  return at(last) < at(first) ? undefined : [at(first), at(last) + DAY_MS]
}
