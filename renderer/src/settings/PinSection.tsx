import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { client, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { PinFields } from '../first-run/PinFields'
import { judgePin, pinTaken } from '../first-run/pin-strength'
import { Section } from './Section'
import { useSettingsWords } from './use-settings-words'

/** Changes the owner's PIN. */
export function PinSection() {
  const { t } = useSettingsWords()
  const reason = useReason()
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const change = useMutation({
    // Every other session ends with it; this one goes on.
    mutationFn: () => client.auth.changePin({ pin, commandId: newCommandId() }),
    onSuccess: () => {
      setPin('')
      setAgain('')
    },
  })
  const ready = pinTaken(judgePin(pin)) && pin === again
  return (
    <Section id="pin" title={t('secPin')} why={t('pinWhy')}>
      <form
        className="settings-pan padded"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) change.mutate()
        }}
      >
        <PinFields
          idPrefix="change-pin"
          label={t('pinNew')}
          pin={pin}
          again={again}
          onPin={(text) => {
            setPin(text)
            change.reset()
          }}
          onAgain={setAgain}
          quiet={pin === ''}
        />
        <div className="row settings-acts">
          <button type="submit" className="btn" disabled={!ready || change.isPending}>
            {change.isPending ? t('saving') : t('pinSave')}
          </button>
          <span className={change.isError ? 's tlate' : 's tok'} role="status">
            {change.isError ? reason(change.error) : change.isSuccess ? t('pinSaved') : ''}
          </span>
        </div>
      </form>
    </Section>
  )
}
