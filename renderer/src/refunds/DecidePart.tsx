import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { RefundLane, RefundRow, Role } from '../../../core/rpc/api'
import { client, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { useKeys } from '../keys'
import { Kbd } from '../ui'
import { isLast, waitsForParcel } from './pays-now'
import { useRefundsWords } from './use-refunds-words'

const LANES: readonly RefundLane[] = ['warehouse', 'finance', 'supervisor']

/**
 * Yes or no for the lane that is yours, by key 1 and 2. The owner has a pair of buttons for each open lane, and each
 * lane its own two keys: the same key pressed again must not say yes for the next one, and pay. Without `keys` where
 * figures mean something else.
 */
export function DecidePart({ row, needsRequest, tellsRefusal, roles, keys = true }: { row: RefundRow; needsRequest: boolean; tellsRefusal: boolean; roles: readonly Role[]; keys?: boolean }) {
  const { t } = useRefundsWords()
  const reason = useReason()
  const queries = useQueryClient()
  const [refusing, setRefusing] = useState<RefundLane | null>(null)
  const [why, setWhy] = useState('')
  const [command, setCommand] = useState({ version: row.version, id: newCommandId() })
  // A repeat after a lost answer is the same command; about another state of the case it is a new one.
  if (command.version !== row.version) setCommand({ version: row.version, id: newCommandId() })
  const mine = row.steps
    .filter((step) => step.state === 'open' && (roles.includes('owner') || roles.includes(step.role)))
    .map((step) => step.role)
  // Somebody else may have decided that lane meanwhile: the reason stays where it is being written, and no figure in it
  // decides another lane.
  const meanwhile = refusing !== null && !mine.includes(refusing)
  const decide = useMutation({
    mutationFn: ({ role, yes }: { role: RefundLane; yes: boolean }) =>
      client.refunds.decide({ commandId: `${command.id}${role.slice(0, 3)}${yes ? 'y' : 'n'}`, caseId: row.id, version: row.version, role, yes, reason: yes ? '' : why.trim() }), // prettier-ignore
    onSuccess: () => {
      setRefusing(null)
      setWhy('')
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['refunds'] }),
  })
  const keysOf = (role: RefundLane) => {
    const pair = roles.includes('owner') ? LANES.indexOf(role) : mine.indexOf(role)
    return [String(2 * pair + 1), String(2 * pair + 2)] as const
  }
  useKeys(
    Object.fromEntries(
      mine.flatMap((role) => {
        const [yes, no] = keysOf(role)
        return [[yes, () => decide.mutate({ role, yes: true })], [no, () => setRefusing(role)]] as const
      }),
    ),
    keys && !decide.isPending && refusing === null,
  )
  // Said also when somebody else has just decided and nothing is left to press.
  const refusal = decide.isError ? (
    <p role="alert" className="s tlate">
      {reason(decide.error)}
    </p>
  ) : null
  if (mine.length === 0 && refusing === null) return refusal
  // No parcel is known yet: the warehouse's yes says that it is here.
  const notesParcel = row.kind === 'return' && row.parcelAt === null && mine.includes('warehouse')
  const after = !isLast(row) ? 'after_2wait' : needsRequest ? 'will_2asked' : waitsForParcel(row) ? 'will_2return' : 'after_2pay'
  return (
    <section className="case-decide" aria-label={t('hand')}>
      {mine.map((role) => (
        <div key={role} className="row">
          <span className="case-lane">{t('decideAs', { role: t(`role_${role}`) })}</span>
          <button type="button" className="btn p" disabled={decide.isPending} onClick={() => decide.mutate({ role, yes: true })}>
            {t('yes')} {keys ? <Kbd>{keysOf(role)[0]}</Kbd> : null}
          </button>
          <button type="button" className="btn" disabled={decide.isPending} onClick={() => setRefusing(role)}>
            {t('no')} {keys ? <Kbd>{keysOf(role)[1]}</Kbd> : null}
          </button>
        </div>
      ))}
      {refusing ? (
        <form
          className="case-refuse"
          onSubmit={(event) => {
            event.preventDefault()
            if (why.trim() !== '' && !meanwhile) decide.mutate({ role: refusing, yes: false })
          }}
        >
          <input
            autoFocus
            value={why}
            maxLength={200}
            aria-label={t('reasonFor')}
            placeholder={t('reasonFor')}
            onChange={(event) => setWhy(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
              event.stopPropagation()
              setRefusing(null)
            }}
          />
          <button type="submit" className="btn" disabled={why.trim() === '' || meanwhile || decide.isPending}>
            {t(tellsRefusal ? 'confirmNo' : 'confirmNoHere')}
          </button>
          <button type="button" className="btn q" onClick={() => setRefusing(null)}>
            {t('cancel')} <Kbd>Esc</Kbd>
          </button>
          {tellsRefusal ? null : <span className="s i2">{t('noHereWhy')}</span>}
          {meanwhile ? <span role="alert" className="s tlate">{t('decidedMeanwhile', { role: t(`role_${refusing}`) })}</span> : null}
        </form>
      ) : (
        <p className="s i2">
          {t('afterwards')} 1 {t('after_1')} · 2 {t(after)} · 3 {t('after_3')}
          {notesParcel ? ` · ${t('after_parcel')}` : ''}
        </p>
      )}
      {refusal}
    </section>
  )
} // prettier-ignore
