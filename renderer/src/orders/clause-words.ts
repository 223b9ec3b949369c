import type { TFunction } from 'i18next'
import type { FilterClause } from '../../../core/rpc/api'
import { formatMoney } from '../ui/format-money'

/** A clause read as a sentence of three words: 状态 · 是 · 待发货. */
export function clauseWords(
  clause: FilterClause,
  t: TFunction<'orders'>,
  shopName: (id: string) => string,
  language: string,
): string[] {
  const field = t(`filter.field.${clause.field}`)
  const op = t(`filter.op.${clause.op}`)
  switch (clause.field) {
    case 'state': return [field, op, clause.values.map((value) => t(`ui:state.${value}`)).join('、')]
    case 'shop': return [field, op, clause.values.map(shopName).join('、')]
    case 'text': return [field, op, clause.value]
    case 'created':
    case 'due': return [field, op, new Date(clause.value).toLocaleString(language === 'en' ? 'en-GB' : 'zh-CN', { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hour12: false })]
    case 'total': return [field, op, formatMoney(clause.value, 'CNY', true)]
    default: return [field, op]
  } // prettier-ignore
}
