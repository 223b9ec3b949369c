import type { PlatformView } from '../../../core/rpc/api'
import { useSettingsWords } from './use-settings-words'

/** The platform's keys, named as its own documents name them, with where to find each. */
export function KeyFields(props: {
  fields: PlatformView['settings']
  values: Readonly<Record<string, string>>
  idPrefix: string
  /** Names of settings already stored: empty keeps them. */
  stored?: readonly string[]
  /** Name of the one that cannot be as it stands. */
  wrong?: unknown
  onChange: (name: string, value: string) => void
}) {
  const { t, pick } = useSettingsWords()
  return props.fields.map((field) => {
    const id = `${props.idPrefix}-${field.name}`
    const kept = props.stored?.includes(field.name) ?? false
    return (
      <div key={field.name} className="settings-field">
        <label htmlFor={id}>
          {pick(field.label)}
          {!field.required && <span className="i3"> {t('optional')}</span>}
        </label>
        <div>
          <input
            id={id}
            className="input"
            type={field.secret ? 'password' : 'text'}
            autoComplete="off"
            spellCheck={false}
            required={field.required && !kept}
            aria-invalid={props.wrong === field.name}
            aria-describedby={`${id}-help`}
            placeholder={kept ? t('keepOld') : field.secret ? t('secretHelp') : undefined}
            value={props.values[field.name] ?? ''}
            onChange={(event) => props.onChange(field.name, event.target.value.trim())}
          />
          <p id={`${id}-help`} className={props.wrong === field.name ? 's tlate' : 's i2'}>
            {pick(field.help)}
          </p>
        </div>
      </div>
    )
  })
}
