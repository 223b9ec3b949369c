import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilterClause, ShopView } from '../../../core/rpc/api'
import { BOARD_STATES, LONGEST_CLAUSE_TEXT } from '../filter-text'
import { useKeys } from '../keys'
import { useOffice } from './use-office'
import './filter-form.css'

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
/** Who may not see these may not guess them by filtering either. */
const OFFICE_FIELDS: readonly (typeof FIELDS)[number][] = ['memo', 'total']
const OPS = { state: ['is', 'isNot'], shop: ['is', 'isNot'], text: ['contains'], memo: ['any', 'none'], buyerNote: ['any', 'none'], hold: ['any', 'none'], short: ['any', 'none'], created: ['after', 'before'], due: ['before', 'after'], total: ['atLeast', 'atMost'] } as const // prettier-ignore

const INPUTS: Partial<Record<(typeof FIELDS)[number], 'text' | 'datetime-local'>> = { text: 'text', total: 'text', created: 'datetime-local', due: 'datetime-local' } // prettier-ignore

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
  const office = useOffice()
  const [draft, setDraft] = useState<Draft>({ field: 'state', op: 'is', values: [], value: '' })
  useKeys({ Escape: onCancel })
  const clause = clauseOf(draft)
  const choices =
    draft.field === 'state'
      ? BOARD_STATES.map((state) => ({ value: state, word: t(`ui:state.${state}`) }))
      : draft.field === 'shop'
        ? shops.map((shop) => ({ value: shop.id, word: shop.name }))
        : undefined
  const add = () => clause && onAdd(clause)
  return (
    <form
      className="filter-form"
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <select
        autoFocus
        aria-label={t('filter.choose')}
        value={draft.field}
        onChange={(event) => {
          const field = event.target.value as Draft['field']
          setDraft({ field, op: OPS[field][0], values: [], value: '' })
        }}
      >
        {FIELDS.filter((field) => office || !OFFICE_FIELDS.includes(field)).map((field) => (
          <option key={field} value={field}>
            {t(`filter.field.${field}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t('filter.how')}
        value={draft.op}
        onChange={(event) => setDraft({ ...draft, op: event.target.value })}
      >
        {OPS[draft.field].map((op) => (
          <option key={op} value={op}>
            {t(`filter.op.${op}`)}
          </option>
        ))}
      </select>
      {choices ? (
        <fieldset>
          <legend>{t('filter.value')}</legend>
          {choices.map(({ value, word }) => (
            <label key={value}>
              <input
                type="checkbox"
                checked={draft.values.includes(value)}
                onChange={(event) =>
                  setDraft({
                    ...draft,
                    values: event.target.checked
                      ? [...draft.values, value]
                      : draft.values.filter((one) => one !== value),
                  })
                }
              />
              {word}
            </label>
          ))}
        </fieldset>
      ) : null}
      {INPUTS[draft.field] ? (
        <input
          type={INPUTS[draft.field]}
          inputMode={draft.field === 'total' ? 'decimal' : undefined}
          maxLength={LONGEST_CLAUSE_TEXT}
          aria-label={t('filter.value')}
          placeholder={t('filter.value')}
          value={draft.value}
          onChange={(event) => setDraft({ ...draft, value: event.target.value })}
        />
      ) : null}
      {draft.field === 'total' && draft.value.trim() !== '' && !clause ? (
        <span className="s tlate" role="alert">
          {t('filter.notAnAmount')}
        </span>
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
  // A Chinese keyboard writes full-width digits.
  const amount = value.normalize('NFKC').trim()
  switch (field) {
    case 'state':
    case 'shop': return values.length > 0 ? ({ field, op, values } as FilterClause) : undefined
    case 'text': return value.trim() === '' ? undefined : { field, op: 'contains', value: value.trim() }
    case 'created':
    case 'due': return Number.isNaN(Date.parse(value)) ? undefined : ({ field, op, value: Date.parse(value) } as FilterClause)
    case 'total': return /^\d{1,9}(\.\d{1,2})?$/.test(amount) ? ({ field, op, value: Math.round(Number(amount) * 100) } as FilterClause) : undefined
    default: return { field, op } as FilterClause
  } // prettier-ignore
}
