import type { ReadDb } from '../database'
import type { BillRow } from './bill-row'

/** A rule, as data: which rows are the house's own (tests, staff) and no business with customers. */
export interface CleaningRule {
  readonly id: string
  readonly cleans: 'test' | 'internal'
  readonly field: 'orderNo' | 'note'
  readonly op: 'starts' | 'contains' | 'is'
  readonly value: string
}

export async function cleaningRules(read: ReadDb): Promise<CleaningRule[]> {
  return read.all<CleaningRule>('select id, cleans, field, op, value from bill_rules order by position, id')
}

/** The first rule that speaks of the row; `null` = a row like any other. Cleaned rows are kept, counted and not reconciled. */
export function cleanedBy(rules: readonly CleaningRule[], row: Pick<BillRow, 'orderNo' | 'note'>) {
  return rules.find((rule) => speaksOf(rule, row[rule.field] ?? ''))?.id ?? null
}

function speaksOf({ op, value }: CleaningRule, text: string): boolean {
  if (op === 'is') return text === value
  return op === 'starts' ? text.startsWith(value) : text.includes(value)
}
