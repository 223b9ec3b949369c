import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { askDoor, type Door } from '../client'
import { useReason } from '../drawer/use-reason'
import { Icon } from '../ui'
import { FirstPinForm } from './FirstPinForm'
import { LanguageSwitch } from './LanguageSwitch'
import { Mark } from './Mark'
import { PinEntry } from './PinEntry'
import { useFirstRunWords } from './use-first-run-words'
import '../drawer/parts.css'
import '../settings/settings.css'
import './first-run.css'

type Person = Door['people'][number]

/** Who is there, then their PIN. Any browser but the owner's own window asks; strangers never come this far. */
export function SignInPage({ firstRun }: { firstRun: boolean }) {
  const { t } = useFirstRunWords()
  const reason = useReason()
  const door = useQuery({ queryKey: ['door'], queryFn: askDoor, staleTime: 0 })
  const [chosen, setChosen] = useState<Person | null>(null)
  const people = door.data?.people ?? []
  const several = people.length > 1
  const person = chosen ?? (people.length === 1 ? people[0] : undefined)
  return (
    <main className="sign-in">
      <div className="sign-in-language">
        <LanguageSwitch />
      </div>
      <div className="sign-in-card">
        <Mark size={48} />
        {door.isError && !door.data ? (
          <p className="m tlate" role="alert">
            {t('signInFailed', { reason: reason(door.error) })}
          </p>
        ) : null}
        {person ? (
          <>
            <h1>{person.name}</h1>
            <p className="m i2">{t(person.first ? 'firstLead' : 'signInLead')}</p>
            {person.first ? <FirstPinForm personId={person.id} /> : <PinEntry personId={person.id} />}
            {several ? (
              <button type="button" className="btn q" onClick={() => setChosen(null)}>
                <Icon name="left" />
                {t('notMe')}
              </button>
            ) : null}
          </>
        ) : (
          <>
            <h1>{people.length === 0 && door.data ? t('signIn') : t('whoIsThere')}</h1>
            <ul className="sign-in-people">
              {people.map((one) => (
                <li key={one.id}>
                  <button type="button" onClick={() => setChosen(one)}>
                    <span className="g el">{one.name}</span>
                    <span className="s i2">{one.first ? t('firstTime') : ''}</span>
                    <Icon name="right" />
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
        <p className="s i2 sign-in-forgot">
          {firstRun && people.length === 0 ? t('noPinYet') : <Forgot station={door.data?.station ?? null} />}
        </p>
      </div>
    </main>
  )
}

/** On a station the owner helps; on the PC itself the owner helps themselves. */
function Forgot({ station }: { station: string | null }) {
  const { t } = useFirstRunWords()
  if (station !== null) return t('forgotAsk', { station })
  return (
    <>
      {t('forgot')} <code>zhanggui pin reset</code> {t('forgotThen')}
    </>
  )
}
