import { useState } from 'react'
import type { PersonView, Role } from '../../../core/rpc/api'
import { client } from '../client'
import { CodeShown } from './CodeShown'
import { PinChoice, type ChosenPin } from './PinChoice'
import { RoleChoices } from './RoleChoices'
import { Trouble } from './Trouble'
import { useCommand } from './use-command'
import { usePeopleWords } from './use-people-words'

interface Pane {
  readonly person: PersonView
  readonly onClose: () => void
}

export function ChangePane({ person, onClose }: Pane) {
  const { t } = usePeopleWords()
  const [name, setName] = useState(person.name)
  const [roles, setRoles] = useState<Role[]>(person.roles)
  const owner = person.roles.includes('owner')
  const change = useCommand(client.people.change, onClose)
  const ready = name.trim() !== '' && roles.length > 0
  return (
    <form
      className="settings-pane settings-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) change.mutate({ id: person.id, name, ...(owner ? {} : { roles }) })
      }}
    >
      <div className="settings-field">
        <label htmlFor={`name-${person.id}`}>{t('name')}</label>
        <input
          id={`name-${person.id}`}
          className="input short"
          autoFocus
          maxLength={20}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
      </div>
      {owner ? null : (
        <div className="settings-field">
          <span>{t('roles')}</span>
          <RoleChoices roles={roles} onRoles={setRoles} />
        </div>
      )}
      <div className="row settings-acts">
        <button type="submit" className="btn p" disabled={!ready || change.isPending}>
          {t('changeDo')}
        </button>
        <button type="button" className="btn q" onClick={onClose}>
          {t('cancel')}
        </button>
        {roles.length === 0 ? <span className="s i2">{t('rolesNeeded')}</span> : null}
        <Trouble error={change.error} />
      </div>
    </form>
  )
}

export function ResetPane({ person, onClose }: Pane) {
  const { t } = usePeopleWords()
  const [pin, setPin] = useState<ChosenPin>(null)
  const reset = useCommand(client.people.resetPin, ({ code }) => {
    if (!code) onClose()
  })
  if (reset.data?.code) return <CodeShown name={person.name} code={reset.data.code} onClose={onClose} />
  return (
    <form
      className="settings-pane settings-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (pin !== undefined) reset.mutate({ id: person.id, pin })
      }}
    >
      <p className="m i2">{t('resetWhy')}</p>
      <PinChoice idPrefix={`reset-${person.id}`} onPin={setPin} />
      <div className="row settings-acts">
        <button type="submit" className="btn p" disabled={pin === undefined || reset.isPending}>
          {t('resetDo')}
        </button>
        <button type="button" className="btn q" onClick={onClose}>
          {t('cancel')}
        </button>
        <Trouble error={reset.error} />
      </div>
    </form>
  )
}

/** What removing leaves behind is said before; then one button. */
export function RemovePane({ person, onClose }: Pane) {
  const { t } = usePeopleWords()
  const remove = useCommand(client.people.remove)
  return (
    <div
      className="settings-pane settings-remove"
      role="group"
      aria-label={t('removeTitle', { name: person.name })}
    >
      <p className="m b">{t('removeTitle', { name: person.name })}</p>
      <ol className="m i2">
        <li>{t('remove1')}</li>
        <li>{t('remove2')}</li>
      </ol>
      <div className="row settings-acts">
        <button
          type="button"
          className="btn d"
          disabled={remove.isPending}
          onClick={() => remove.mutate({ id: person.id })}
        >
          {t('removeDo')}
        </button>
        <button type="button" className="btn q" onClick={onClose}>
          {t('removeKeep')}
        </button>
        <Trouble error={remove.error} />
      </div>
    </div>
  )
}
