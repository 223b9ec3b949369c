import { useState } from 'react'
import type { Role } from '../../../core/rpc/api'
import { client } from '../client'
import { useKeys } from '../keys'
import { CodeShown } from './CodeShown'
import { PinChoice, type ChosenPin } from './PinChoice'
import { RoleChoices } from './RoleChoices'
import { Trouble } from './Trouble'
import { useCommand } from './use-command'
import { usePeopleWords } from './use-people-words'

/** Name, roles, and how they get their PIN; then the code, if there is one. */
export function AddPerson({ onClose }: { onClose: () => void }) {
  const { t } = usePeopleWords()
  const [name, setName] = useState('')
  const [roles, setRoles] = useState<Role[]>([])
  const [pin, setPin] = useState<ChosenPin>(null)
  useKeys({ Escape: onClose })
  const add = useCommand(client.people.add, ({ code }) => {
    if (!code) onClose()
  })
  const ready = name.trim() !== '' && roles.length > 0 && pin !== undefined
  if (add.data?.code) return <CodeShown name={name.trim()} code={add.data.code} onClose={onClose} />
  return (
    <form
      className="settings-pane settings-add settings-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !add.isPending) add.mutate({ name, roles, pin })
      }}
    >
      <div className="settings-field">
        <label htmlFor="person-name">{t('name')}</label>
        <div>
          <input
            id="person-name"
            className="input short"
            autoFocus
            maxLength={20}
            autoComplete="off"
            value={name}
            aria-describedby="person-name-help"
            onChange={({ target }) => {
              setName(target.value)
              add.reset()
            }}
          />
          <p id="person-name-help" className="s i2">
            {t('nameHelp')}
          </p>
        </div>
      </div>
      <div className="settings-field">
        <span>{t('roles')}</span>
        <RoleChoices roles={roles} onRoles={setRoles} />
      </div>
      <PinChoice idPrefix="person" onPin={setPin} />
      <div className="row settings-acts">
        <button type="submit" className="btn p" disabled={!ready || add.isPending}>
          {t('addDo')}
        </button>
        <button type="button" className="btn q" onClick={onClose}>
          {t('addNot')}
        </button>
        {name !== '' && roles.length === 0 ? <span className="s i2">{t('rolesNeeded')}</span> : null}
        <Trouble error={add.error} />
      </div>
    </form>
  )
}
