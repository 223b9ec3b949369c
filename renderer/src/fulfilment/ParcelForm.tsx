import { useQuery } from '@tanstack/react-query'
import { useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../client'
import { PracticeNumbers } from '../practice/PracticeNumbers'
import { Thumb } from '../ui'
import { CourierSelect } from './CourierSelect'
import { isTooLong, restOf, type ParcelDraft } from './parcel-draft'
import { useProblemWords } from './use-shipping-words'

export interface ShippingLine {
  readonly externalId: string
  readonly sku: string | null
  readonly title: string
  readonly variant: string | null
  readonly pictureUrl: string | null
  readonly left: number
  readonly reserved: number
  readonly short: number
  readonly untracked: number
}

/** Whose number it is: the person's choice, else by its form. */
export function useRecognised(waybill: string, courier: string) {
  const asked = waybill.trim()
  return useQuery({
    queryKey: ['recognise', asked, courier],
    queryFn: () => client.fulfilment.recognise({ waybill: asked, courier: courier || null }),
    enabled: asked.length >= 4 && !isTooLong({ waybill: asked }),
    staleTime: Infinity,
    placeholderData: (was) => was,
  }).data
}

/** One parcel: its number (a scanner ends with Enter), its courier, its pieces. */
export function ParcelForm({
  draft,
  drafts,
  lines,
  pieces,
  onChange,
}: {
  draft: ParcelDraft
  drafts: readonly ParcelDraft[]
  lines: readonly ShippingLine[]
  /** May some of a line's pieces leave alone? */
  pieces: boolean
  onChange: (next: ParcelDraft) => void
}) {
  const { t } = useTranslation('fulfilment')
  const { say } = useProblemWords()
  const field = useRef<HTMLInputElement>(null)
  const recognised = useRecognised(draft.waybill, draft.courier)
  const doubt = draft.waybill.trim().length >= 4 ? recognised?.doubt : null
  // Before it is seen: a scanner types at once.
  useLayoutEffect(() => field.current?.focus(), [])
  return (
    <div className="ship-parcel">
      <div className="row">
        <input
          ref={field}
          className="input id"
          aria-label={t('waybill')}
          placeholder={t('waybillHint')}
          value={draft.waybill}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={isTooLong(draft)}
          onChange={(event) => onChange({ ...draft, waybill: event.target.value })}
        />
        <CourierSelect
          label={t('courier')}
          value={draft.courier || (draft.waybill.trim().length >= 4 ? (recognised?.courier ?? '') : '')}
          onChange={(courier) => onChange({ ...draft, courier })}
        />
        <PracticeNumbers
          count={1}
          onNumbers={([waybill = '']) => {
            onChange({ ...draft, waybill, courier: '' })
            field.current?.focus()
          }}
        />
      </div>
      {isTooLong(draft) && (
        <p className="s tlate" role="alert">
          {t('waybillTooLong', { n: draft.waybill.trim().length })}
        </p>
      )}
      {doubt && <p className="s twarn">{say(doubt.code, doubt.data)}</p>}
      <ul className="ship-lines">
        {lines.map((line) => (
          <LineRow
            key={line.externalId}
            line={line}
            quantity={draft.quantities[line.externalId] ?? 0}
            rest={restOf(line, drafts)}
            step={pieces ? 1 : line.left}
            onChange={(quantity) =>
              onChange({ ...draft, quantities: { ...draft.quantities, [line.externalId]: quantity } })
            }
          />
        ))}
      </ul>
    </div>
  )
}

function LineRow({
  line,
  quantity,
  rest,
  step,
  onChange,
}: {
  line: ShippingLine
  quantity: number
  rest: number
  step: number
  onChange: (quantity: number) => void
}) {
  const { t } = useTranslation('fulfilment')
  return (
    <li>
      <Thumb url={line.pictureUrl} size={28} />
      <span className="g el">
        {line.title} {line.variant && <span className="i2">{line.variant}</span>}
      </span>
      {line.short > 0 && <span className="tag l">{t('shortPieces', { n: line.short })}</span>}
      {line.untracked > 0 && <span className="tag w">{t('untracked', { n: line.untracked })}</span>}
      <span className="s i2 n nw">{t('left', { n: line.left })}</span>
      <span className="ship-steps" role="group" aria-label={t('quantityOf', { title: line.title })}>
        <button
          type="button"
          className="btn sm"
          aria-label={t('fewer')}
          disabled={quantity <= 0}
          onClick={() => onChange(Math.max(0, quantity - step))}
        >
          −
        </button>
        <b className="n">{quantity}</b>
        <button
          type="button"
          className="btn sm"
          aria-label={t('more')}
          disabled={rest <= 0}
          onClick={() => onChange(Math.min(quantity + step, quantity + rest))}
        >
          +
        </button>
      </span>
    </li>
  )
}
