import { useEffect, useRef, type ReactNode } from 'react'
import { Button } from 'antd'
import { Kbd } from '../ui'
import { wrongPieces } from './pieces'
import { useStockReason, useStockWords } from './use-stock-words'

interface Props {
  readonly title: string
  readonly children: ReactNode
  readonly onSave: () => void
  readonly onCancel: () => void
  readonly command: { readonly isPending: boolean; readonly isError: boolean; readonly error: unknown }
  readonly ready: boolean
}

/** A form in its place: Enter saves, Esc leaves it, a refusal stands beside the button. */
export function Form({ title, children, onSave, onCancel, command, ready }: Props) {
  const { t } = useStockWords()
  const reason = useStockReason()
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector<HTMLElement>('input, select')?.focus(), [])
  return (
    <form
      ref={form}
      className="stock-form"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !command.isPending) onSave()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
        event.preventDefault()
        event.stopPropagation()
        onCancel()
      }}
    >
      <b>{title}</b>
      {children}
      {command.isError ? (
        <p role="alert" className="tlate">
          {reason(command.error)}
        </p>
      ) : null}
      <div className="row">
        <Button size="small" type="text" onClick={onCancel}>
          {t('cancel')} <Kbd>Esc</Kbd>
        </Button>
        <Button size="small" type="primary" htmlType="submit" disabled={!ready || command.isPending}>
          {command.isPending ? t('saving') : t('save')}
        </Button>
      </div>
    </form>
  )
}

export function TextField({ label, value, onChange, digits = false }: { label: string; value: string; onChange: (text: string) => void; digits?: boolean }) {
  const { t } = useStockWords()
  const wrong = digits ? wrongPieces(value) : undefined
  return (
    <>
      <label>
        {label}
        <input className="input num" value={value} inputMode={digits ? 'numeric' : 'text'} maxLength={120} aria-invalid={wrong !== undefined} onChange={(event) => onChange(event.target.value)} />
      </label>
      {wrong === undefined ? null : <small role="alert" className="stock-wrong">{t(wrong)}</small>}
    </>
  )
} // prettier-ignore

export function PickField<T extends string>({ label, value, options, onChange }: { label: string; value: T; options: readonly (readonly [T, string])[]; onChange: (value: T) => void }) {
  return (
    <label>
      {label}
      <select className="input" value={value} onChange={(event) => onChange(event.target.value as T)}>
        {options.map(([one, word]) => <option key={one} value={one}>{word}</option>)}
      </select>
    </label>
  )
} // prettier-ignore
