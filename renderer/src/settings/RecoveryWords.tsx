import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { PassphraseSheet } from '../first-run/PassphraseSheet'
import { useSettingsWords } from './use-settings-words'

/** The words that open a backup on another PC: lost or seen by a stranger, new ones are made here. */
export function RecoveryWords({ unsure }: { unsure: boolean }) {
  const { t } = useSettingsWords()
  const queries = useQueryClient()
  const reason = useReason()
  // One id until they were kept: a repeat after a lost answer brings the same words.
  const [commandId, setCommandId] = useState(newCommandId)
  const make = useMutation({
    mutationFn: () => client.auth.newRecoveryPassphrase({ commandId }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['settings'] }),
  })
  const done = () => {
    make.reset()
    setCommandId(newCommandId())
  }
  if (make.data) return <PassphraseSheet phrase={make.data.recoveryPassphrase} onKept={done} />
  return (
    <>
      {unsure && <p className="s twarn">{t('wordsUnsure')}</p>}
      <div className="row settings-acts">
        <button type="button" className="btn" disabled={make.isPending} onClick={() => make.mutate()}>
          {t('wordsNew')}
        </button>
        <span className={make.isError ? 's tlate g' : 's i2 g'} role="status">
          {make.isError ? reason(make.error) : t('wordsWhy')}
        </span>
      </div>
    </>
  )
}
