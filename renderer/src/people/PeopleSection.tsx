import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { client } from '../client'
import { useReason } from '../drawer/use-reason'
import { Section } from '../settings/Section'
import { Icon } from '../ui'
import { AddPerson } from './AddPerson'
import './people.css'
import { PersonItem } from './PersonItem'
import { SessionList } from './SessionList'
import { usePeopleWords } from './use-people-words'

/** Who works here, what they may do, and where they are signed in. */
export function PeopleSection() {
  const { t } = usePeopleWords()
  const reason = useReason()
  const [adding, setAdding] = useState(false)
  const people = useQuery({ queryKey: ['people', 'list'], queryFn: () => client.people.list() })
  const rows = people.data?.people
  return (
    <Section id="people" title={t('secPeople')} why={t('peopleWhy')}>
      {people.isError && !rows ? (
        <p className="m tlate" role="alert">
          {t('loadFailed', { reason: reason(people.error) })}
        </p>
      ) : null}
      <div className="settings-pan">
        {rows?.map((person) => (
          <PersonItem key={person.id} person={person} />
        ))}
        {rows?.length === 1 && !adding ? (
          <div className="settings-empty">
            <p className="m b">{t('nobody')}</p>
            <p className="m i2">{t('nobodyWhy')}</p>
          </div>
        ) : null}
        {adding ? (
          <AddPerson onClose={() => setAdding(false)} />
        ) : (
          <div className="settings-row">
            <button type="button" className="btn" disabled={!rows} onClick={() => setAdding(true)}>
              <Icon name="plus" />
              {t('addPerson')}
            </button>
          </div>
        )}
        <SessionList />
      </div>
    </Section>
  )
}
