import { useRef, useState } from 'react'
import type { PersonView } from '../../../core/rpc/api'
import { dateTime } from '../drawer/times'
import { useKeys } from '../keys'
import { useNow } from '../ui'
import { ChangePane, RemovePane, ResetPane } from './PersonPanes'
import { usePeopleWords } from './use-people-words'

const PANES = { change: ChangePane, reset: ResetPane, remove: RemovePane } as const
type PaneName = keyof typeof PANES
const WORDS = { change: 'change', reset: 'resetPin', remove: 'remove' } as const

/** One person: roles, PIN, and what the owner may change. The owner's own PIN has its own section. */
export function PersonItem({ person }: { person: PersonView }) {
  const { t, roleNames } = usePeopleWords()
  const now = useNow()
  const [pane, setPane] = useState<PaneName | null>(null)
  const item = useRef<HTMLElement>(null)
  const close = () => {
    // The focus goes back to the button that opened it.
    item.current?.querySelector<HTMLElement>(`[data-opens=${pane}]`)?.focus()
    setPane(null)
  }
  useKeys({ Escape: close }, pane !== null)
  const owner = person.roles.includes('owner')
  const Pane = pane && PANES[pane]
  const code = person.codeUntil === null ? '' : ` · ${t('codeOut', { at: dateTime(person.codeUntil, now) })}`
  return (
    <article className="settings-shop" data-person={person.id} ref={item}>
      <div className="settings-row">
        <span className="people-initial" aria-hidden="true">
          {person.name.slice(0, 1)}
        </span>
        <div className="g">
          <div className="m row">
            <b className="el">{person.name}</b>
            {owner ? <span className="tag">{t('owner')}</span> : null}
            {!owner && !person.hasPin ? <span className="tag w">{t('noPin')}</span> : null}
          </div>
          <div className="s i2 el">
            {roleNames(person.roles)}
            {code}
          </div>
        </div>
        {(Object.keys(PANES) as PaneName[])
          .filter((name) => name === 'change' || !owner)
          .map((name) => (
            <button
              key={name}
              type="button"
              className={name === 'remove' ? 'btn sm q d' : 'btn sm'}
              data-opens={name}
              aria-expanded={pane === name}
              onClick={() => setPane(pane === name ? null : name)}
            >
              {t(WORDS[name])}
            </button>
          ))}
      </div>
      {Pane ? <Pane person={person} onClose={close} /> : null}
    </article>
  )
}
