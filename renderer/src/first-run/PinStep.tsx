import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { client, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { PinFields } from './PinFields'
import { judgePin, pinTaken } from './pin-strength'
import { useFirstRunWords } from './use-first-run-words'

/** Step 1: there is no default password; the owner chooses. */
export function PinStep({ onSet }: { onSet: (recoveryPassphrase: string) => void }) {
  const { t } = useFirstRunWords()
  const reason = useReason()
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  // One id for as long as the PIN stays the same: a repeat after a lost answer brings the same passphrase.
  const [commandId, setCommandId] = useState(newCommandId)
  const set = useMutation({
    mutationFn: () => client.auth.setOwnerPin({ pin, commandId }),
    onSuccess: ({ recoveryPassphrase }) => onSet(recoveryPassphrase),
  })
  const ready = pinTaken(judgePin(pin)) && pin === again
  return (
    <form
      className="first-run-panel"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) set.mutate()
      }}
    >
      <PinFields
        idPrefix="owner"
        label={t('pin')}
        pin={pin}
        again={again}
        autoFocus
        onPin={(text) => {
          setPin(text)
          setCommandId(newCommandId())
          set.reset()
        }}
        onAgain={setAgain}
      />
      <div className="row">
        <button type="submit" className="btn p lg" disabled={!ready || set.isPending}>
          {set.isPending ? t('pinSetting') : t('pinDo')}
        </button>
        <span className="m tlate" role="alert">
          {set.isError ? t('setFailed', { reason: reason(set.error) }) : ''}
        </span>
      </div>
    </form>
  )
}
