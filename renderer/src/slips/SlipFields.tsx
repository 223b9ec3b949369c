import { useTranslation } from 'react-i18next'
import type { SlipDetail, SlipFieldView } from '../../../core/rpc/api'
import { FIELD_NUMBERS, isDoubtful, pipsOf, trustOf } from './field-numbers'
import { useSlipWords } from './use-slip-words'

/** What was read, line by line: its number on the picture, from what, how sure, and which sign is unclear. */
export function SlipFields({
  detail,
  lit,
  onLight,
}: {
  detail: SlipDetail
  lit: string | null
  onLight: (name: string | null) => void
}) {
  const { t } = useSlipWords()
  return (
    <section aria-label={t('readTitle')}>
      <header className="row">
        <h2 className="h2 g">{t('readTitle')}</h2>
        <span className="s i2">{t('readHint')}</span>
      </header>
      {detail.fields.length === 0 && <p className="m i2 slip-nothing">{t('readNothing')}</p>}
      <ul className="slip-fields">
        {detail.fields.map((field) => (
          <FieldLine
            key={field.name}
            field={field}
            courier={field.name === 'waybill' ? detail.row.courier : null}
            lit={lit === field.name}
            onLight={onLight}
          />
        ))}
      </ul>
    </section>
  )
}

function FieldLine({
  field,
  courier,
  lit,
  onLight,
}: {
  field: SlipFieldView
  courier: string | null
  lit: boolean
  onLight: (name: string | null) => void
}) {
  const { t } = useSlipWords()
  const { t: common } = useTranslation('ui')
  const doubtful = isDoubtful(field)
  return (
    <li>
      <button
        type="button"
        className={['slip-field', doubtful ? 'doubtful' : '', lit ? 'lit' : ''].join(' ')}
        data-field={field.name}
        onMouseEnter={() => onLight(field.name)}
        onMouseLeave={() => onLight(null)}
        onFocus={() => onLight(field.name)}
        onBlur={() => onLight(null)}
      >
        <b className={doubtful ? 'slip-no w' : 'slip-no'}>{FIELD_NUMBERS[field.name]}</b>
        <span className="s i2 slip-name">{t(`field_${field.name}`)}</span>
        <span className="g slip-value">
          <span>
            {courier !== null && `${common(`courier.${courier}`, { defaultValue: courier })} `}
            <Value field={field} />
          </span>
          {field.doubts.map(({ at, seen }) => (
            <span key={at} className="s twarn">
              {t('doubt', { n: at + 1, seen: seen.join(t('or')) })}
            </span>
          ))}
        </span>
        <span className="s i3 slip-source">{t(`src_${field.source}`)}</span>
        <Confidence field={field} />
      </button>
    </li>
  )
}

/** The value with its unclear signs boxed; of a long number the last four are bold. */
function Value({ field: { name, value, doubts } }: { field: SlipFieldView }) {
  const { language } = useTranslation().i18n
  if (name === 'reason') return value
  if (name === 'amount') return <span className="n">¥{value}</span>
  const unclear = new Map(doubts.map(({ at, seen }) => [at, seen]))
  const bold = name === 'date' ? value.length : value.length - 4
  return (
    <span className="id" lang={language}>
      {[...value].map((sign, at) =>
        unclear.has(at) ? (
          <mark key={at} title={unclear.get(at)?.join(' ')}>
            {sign}
          </mark>
        ) : at >= bold ? (
          <b key={at}>{sign}</b>
        ) : (
          sign
        ),
      )}
    </span>
  )
}

function Confidence({ field: { confidence, source } }: { field: SlipFieldView }) {
  const { t } = useSlipWords()
  const trust = trustOf(confidence)
  const pips = pipsOf(confidence)
  return (
    <span className={`slip-trust ${trust}`}>
      <span aria-hidden="true">
        {[1, 2, 3, 4].map((n) => (
          <i key={n} className={n <= pips ? 'on' : ''} />
        ))}
      </span>
      <span className="n">
        {source === 'bar-code' ? t('certain') : t('percent', { n: Math.round(confidence * 100) })}
      </span>
    </span>
  )
}
