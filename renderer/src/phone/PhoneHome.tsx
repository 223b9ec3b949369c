import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Standing } from '../../../core/rpc/api'
import { signOut } from '../client'
import { LanguageSwitch } from '../first-run/LanguageSwitch'
import { pagesOf, type PageName } from '../pages'
import { formatRoute } from '../route'
import { Icon, type IconName } from '../ui'

/** What people come to a phone for, in this order; the other pages of their role stand below, smaller. */
const TASKS = ['scan', 'returns', 'pick', 'orders']

/** The tasks of the person's roles, each large enough for a thumb in a glove. */
export function PhoneHome({ standing }: { standing: Standing }) {
  const { t } = useTranslation(['phone', 'shell'])
  const pages = pagesOf(standing.roles, 'phone')
  const isTask = (page: string) => TASKS.includes(page)
  const tasks = pages.filter(isTask).sort((a, b) => TASKS.indexOf(a) - TASKS.indexOf(b))
  const others = pages.filter((page) => !isTask(page))
  return (
    <main className="phone-home">
      <nav aria-label={t('tasks')}>
        {tasks.map((page) => (
          <TaskLink key={page} page={page} />
        ))}
      </nav>
      {others.length > 0 ? (
        <nav className="phone-others" aria-label={t('others')}>
          {others.map((page) => (
            <a key={page} href={pageHref(page)}>
              <Icon name={page satisfies IconName} size={20} />
              {t(`shell:page.${page}`)}
            </a>
          ))}
        </nav>
      ) : null}
      <footer>
        <LanguageSwitch />
        <SignOut />
      </footer>
    </main>
  )
}

function TaskLink({ page }: { page: PageName }) {
  const { t } = useTranslation(['phone', 'shell'])
  return (
    <a className="phone-task" href={pageHref(page)}>
      <Icon name={page satisfies IconName} size={24} />
      <span>
        <b>{t(`shell:page.${page}`)}</b>
        <span className="i2">{t(`does.${page}`, { defaultValue: '' })}</span>
      </span>
      <Icon name="right" size={20} />
    </a>
  )
}

const pageHref = (page: PageName) =>
  formatRoute({ page, view: 'board', filter: [], order: null, column: null })

function SignOut() {
  const { t } = useTranslation('phone')
  const [failed, setFailed] = useState(false)
  return (
    <>
      <button type="button" className="phone-button" onClick={() => void signOut().catch(() => setFailed(true))}>
        {t('signOut')}
      </button>
      <p className="tlate" role="alert">
        {failed ? t('signOutFailed') : ''}
      </p>
    </>
  ) // prettier-ignore
}
