import type { Role } from '../../../core/rpc/api'
import { usePeopleWords } from './use-people-words'

/** What the owner gives away; the owner's own role stays with the owner. */
const GRANTABLE: readonly Role[] = ['warehouse', 'support', 'sales', 'finance', 'supervisor']

/** Roles to tick, each with what it may do in one line. */
export function RoleChoices(props: { roles: readonly Role[]; onRoles: (roles: Role[]) => void }) {
  const { t } = usePeopleWords()
  const { roles, onRoles } = props
  return (
    <fieldset className="people-roles">
      <legend className="unseen">{t('roles')}</legend>
      {GRANTABLE.map((role) => (
        <label key={role}>
          <input
            type="checkbox"
            checked={roles.includes(role)}
            onChange={({ target }) =>
              onRoles(target.checked ? [...roles, role] : roles.filter((one) => one !== role))
            }
          />
          <b>{t(`role_${role}`)}</b>
          <span className="i2">{t(`may_${role}`)}</span>
        </label>
      ))}
    </fieldset>
  )
}
