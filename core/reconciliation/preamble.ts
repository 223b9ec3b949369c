import { Unreadable } from '../kernel'
import { refuseBill } from './bill-refusal'
import { billTime, DAY_MS } from './bill-time'

/** What stands above the columns, or in the file's name. */
export interface Preamble {
  readonly account: string
  /** [from, to) in UTC ms; the days of the rows where nothing says it. */
  readonly period: readonly [from: number, to: number] | undefined
  readonly summary: boolean
}

/** Providers give out a year at most; what is longer is a damaged date, and each day of it would count as at hand. */
const LONGEST_DAYS = 400
const PERIOD = /起始日期[:：]\s*\[([^\]]+)\]\s*终止日期[:：]\s*\[([^\]]+)\]/

/** Refuses a period that is none: which payments are missed hangs on it. */
export function preambleOf(lines: readonly string[], fileName: string): Preamble {
  const text = lines.join('\n')
  const account = /账号[:：]\s*\[(\d+)\]/.exec(text)?.[1] ?? ''
  const period = PERIOD.exec(text)
  return {
    account,
    summary: /汇总(查询|列表)/.test(text),
    period: period ? stated(period[1] ?? '', period[2] ?? '') : periodOfName(fileName),
  }
}

function stated(from: string, to: string): Preamble['period'] {
  try {
    const period = [billTime(chinese(from)), billTime(chinese(to))] as const
    if (isBelievable(period)) return period
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
  }
  throw refuseBill('bill-period-unreadable', { from: from.trim(), to: to.trim() })
}

/** Is [from, to) a time that a bill may tell of? */
export function isBelievable([from, to]: readonly [number, number]): boolean {
  return from < to && to - from <= LONGEST_DAYS * DAY_MS
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
  const period = [at(first), at(last) + DAY_MS] as const
  return isBelievable(period) ? period : undefined
}
