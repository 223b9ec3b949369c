import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { MessageAdapterView } from '../../../core/rpc/api'
import { client, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { KeyFields } from './KeyFields'
import { Section } from './Section'
import { useSettingsWords } from './use-settings-words'

const QUESTION = ['settings', 'messages'] as const

/** How customers are told what became of their refund: the SMS gateway, tried on a phone of one's own. */
export function MessagesSection() {
  const { t } = useSettingsWords()
  const reason = useReason()
  const found = useQuery({ queryKey: QUESTION, queryFn: () => client.notifications.adapter() })
  return (
    <Section id="messages" title={t('secMessages')} why={t('messagesWhy')}>
      <div className="settings-pan padded">
        {found.isError && (
          <p className="m tlate" role="alert">
            {reason(found.error)}
          </p>
        )}
        {found.data && (
          <>
            <p className="m i2">
              {found.data.adapter ? t('messagesOn', { origin: found.data.adapter.origin }) : t('messagesOff')}
            </p>
            {found.data.offered.map(({ kind, settings }) => (
              <AdapterForm key={kind} kind={kind} fields={settings} stored={found.data.adapter} />
            ))}
            {found.data.adapter && <TryForm />}
          </>
        )}
      </div>
    </Section>
  )
}

function AdapterForm(props: {
  kind: string
  fields: Parameters<typeof KeyFields>[0]['fields']
  stored: MessageAdapterView | null
}) {
  const { t } = useSettingsWords()
  const reason = useReason()
  const queries = useQueryClient()
  const [typedOrigin, setOrigin] = useState<string | null>(null)
  const [values, setValues] = useState<Record<string, string>>({})
  const origin = typedOrigin ?? props.stored?.origin ?? ''
  const settings = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
  const set = useMutation({
    mutationFn: (off: boolean) =>
      client.notifications.setAdapter({
        adapter: off ? null : { kind: props.kind, origin: originOf(origin), settings },
        commandId: newCommandId(),
      }),
    onSuccess: async () => {
      setValues({})
      setOrigin(null)
      await queries.invalidateQueries({ queryKey: QUESTION })
    },
  })
  const missing = props.fields.some(
    ({ name, required }) => required && !settings[name] && !props.stored?.settingNames.includes(name),
  )
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault()
        set.mutate(false)
      }}
    >
      <div className="settings-field">
        <label htmlFor="messages-origin">{t('messagesOrigin')}</label>
        <div>
          <input
            id="messages-origin"
            className="input"
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            required
            placeholder="https://sms.example.com"
            value={origin}
            onChange={(event) => setOrigin(event.target.value.trim())}
            aria-describedby="messages-origin-help"
          />
          <p id="messages-origin-help" className="s i2">
            {t('messagesOriginHelp')}
          </p>
        </div>
      </div>
      <KeyFields
        fields={props.fields}
        values={values}
        idPrefix="messages"
        stored={props.stored?.settingNames ?? []}
        onChange={(name, value) => setValues({ ...values, [name]: value })}
      />
      <div className="row settings-acts">
        <button type="submit" className="btn" disabled={origin === '' || missing || set.isPending}>
          {set.isPending ? t('saving') : t('messagesSave')}
        </button>
        {props.stored && (
          <button type="button" className="btn q" disabled={set.isPending} onClick={() => set.mutate(true)}>
            {t('messagesStop')}
          </button>
        )}
        <span className={set.isError ? 's tlate' : 's tok'} role="status">
          {set.isError ? reason(set.error) : set.isSuccess ? t('saved') : ''}
        </span>
      </div>
    </form>
  )
}

/** Only the origin is kept: a path that was pasted along is cut off, nonsense is refused by core. */
function originOf(typed: string): string {
  return URL.canParse(typed) ? new URL(typed).origin : typed
}

function TryForm() {
  const { t } = useSettingsWords()
  const reason = useReason()
  const [phone, setPhone] = useState('')
  const attempt = useMutation({
    mutationFn: () => client.notifications.tryAdapter({ phone, commandId: newCommandId() }),
  })
  return (
    <form
      className="settings-field"
      onSubmit={(event) => {
        event.preventDefault()
        attempt.mutate()
      }}
    >
      <label htmlFor="messages-phone">{t('messagesPhone')}</label>
      <div className="row">
        <input
          id="messages-phone"
          className="input short"
          type="tel"
          inputMode="tel"
          value={phone}
          onChange={(event) => {
            setPhone(event.target.value)
            attempt.reset()
          }}
        />
        <button type="submit" className="btn sm" disabled={phone.trim() === '' || attempt.isPending}>
          {attempt.isPending ? t('trying') : t('messagesTry')}
        </button>
        <span className={attempt.isError ? 's tlate' : 's tok'} role="status">
          {attempt.isError
            ? reason(attempt.error)
            : attempt.isSuccess
              ? t('messagesTried', { phone: attempt.data.phone })
              : ''}
        </span>
      </div>
    </form>
  )
}
