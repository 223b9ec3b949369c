import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardState, FilterClause, ShopView } from '../../../core/rpc/api'
import { useKeys } from '../keys'

const FIELDS = [
  'state',
  'shop',
  'text',
  'memo',
  'buyerNote',
  'hold',
  'short',
  'created',
  'due',
  'total',
] as const
const STATES: readonly BoardState[] = ['to-pay', 'to-ship', 'shipped', 'done', 'returning', 'closed']
const OPS = { state: ['is', 'isNot'], shop: ['is', 'isNot'], text: ['contains'], memo: ['any', 'none'], buyerNote: ['any', 'none'], hold: ['any', 'none'], short: ['any', 'none'], created: ['after', 'before'], due: ['before', 'after'], total: ['atLeast', 'atMost'] } as const // prettier-ignore

interface Draft {
  readonly field: (typeof FIELDS)[number]
  readonly op: string
  readonly values: readonly string[]
  readonly value: string
}

/** Builds one sentence: field, then verb, then value. All by keyboard; Esc leaves it. */
export function FilterForm({
  shops,
  onAdd,
  onCancel,
}: {
  shops: readonly ShopView[]
  onAdd: (clause: FilterClause) => void
  onCancel: () => void
}) {
  const { t } = useTranslation('orders')
  const [draft, setDraft] = useState<Draft>({ field: 'state', op: 'is', values: [], value: '' })
  useKeys({ Escape: onCancel })
  const clause = clauseOf(draft)
  const add = () => clause && onAdd(clause)
  return (
    <form
      className="filter-form"
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <Select
        autoFocus
        size="small"
        style={{ width: 104 }}
        aria-label={t('filter.choose')}
        value={draft.field}
        options={FIELDS.map((field) => ({ value: field, label: t(`filter.field.${field}`) }))}
        onChange={(field) => setDraft({ field, op: OPS[field][0], values: [], value: '' })}
      />
      <Select
        size="small"
        style={{ width: 88 }}
        aria-label={t('filter.anyNone')}
        value={draft.op}
        options={OPS[draft.field].map((op) => ({ value: op, label: t(`filter.op.${op}`) }))}
        onChange={(op) => setDraft({ ...draft, op })}
      />
      {draft.field === 'state' || draft.field === 'shop' ? (
        <Select
          size="small"
          mode="multiple"
          style={{ minWidth: 180 }}
          aria-label={t('filter.value')}
          placeholder={t('filter.value')}
          value={[...draft.values]}
          options={
            draft.field === 'state'
              ? STATES.map((state) => ({ value: state, label: t(`ui:state.${state}`) }))
              : shops.map((shop) => ({ value: shop.id, label: shop.name }))
          }
          onChange={(values: string[]) => setDraft({ ...draft, values })}
        />
      ) : null}
      {draft.field === 'text' || draft.field === 'total' ? (
        <Input
          size="small"
          style={{ width: 160 }}
          aria-label={t('filter.value')}
          placeholder={t('filter.value')}
          value={draft.value}
          onChange={(event) => setDraft({ ...draft, value: event.target.value })}
        />
      ) : null}
      {draft.field === 'created' || draft.field === 'due' ? (
        <Input
          size="small"
          type="datetime-local"
          style={{ width: 190 }}
          aria-label={t('filter.value')}
          value={draft.value}
          onChange={(event) => setDraft({ ...draft, value: event.target.value })}
        />
      ) : null}
      <Button size="small" type="primary" htmlType="submit" disabled={!clause}>
        {t('filter.done')}
      </Button>
      <Button size="small" type="text" onClick={onCancel}>
        {t('filter.cancel')}
      </Button>
    </form>
  )
}

/** The clause a draft says; `undefined` while it is not whole. */
export function clauseOf({ field, op, values, value }: Draft): FilterClause | undefined {
  switch (field) {
    case 'state':
    case 'shop': return values.length > 0 ? ({ field, op, values } as FilterClause) : undefined
    case 'text': return value.trim() === '' ? undefined : { field, op: 'contains', value: value.trim() }
    case 'created':
    case 'due': return Number.isNaN(Date.parse(value)) ? undefined : ({ field, op, value: Date.parse(value) } as FilterClause)
    case 'total': return /^\d{1,9}(\.\d{1,2})?$/.test(value.trim()) ? ({ field, op, value: Math.round(Number(value) * 100) } as FilterClause) : undefined
    default: return { field, op } as FilterClause
  } // prettier-ignore
}
