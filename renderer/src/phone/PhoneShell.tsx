import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../client'
import '../drawer/parts.css'
import { atHome, go, goHome, useRoute } from '../route'
import { Icon } from '../ui'
import { PhoneHome } from './PhoneHome'
import { QueueStatus } from './QueueStatus'
import './phone.css'
import { useWakeLock } from './use-wake-lock'

/** The frame of every page on a phone: a status line on top, no spine; home are the tasks of the person's roles. */
export function PhoneShell({ children }: { children: ReactNode }) {
  const { t } = useTranslation(['phone', 'shell'])
  const route = useRoute()
  const home = atHome()
  const standing = useQuery({ queryKey: ['standing'], queryFn: () => client.auth.standing() }).data
  useWakeLock(!home)
  if (!standing) return null
  const back = () => (route.order === null ? goHome() : go({ order: null, column: null }))
  return (
    <div className="phone">
      <header className="phone-top">
        {home ? (
          <h1>
            {standing.name}
            <small>{standing.roles.map((role) => t(`role.${role}`)).join(t('list'))}</small>
          </h1>
        ) : (
          <>
            <button type="button" className="phone-back" aria-label={t('home')} onClick={back}>
              <Icon name="left" size={20} />
            </button>
            <h1>{t(`shell:page.${route.page}`)}</h1>
          </>
        )}
        {standing.practice ? <span className="phone-practice">{t('practice')}</span> : null}
        {home ? null : <span className="phone-who el">{standing.name}</span>}
      </header>
      {/* The scanning page fills the phone and says it itself. */}
      {route.page === 'scan' ? null : <QueueStatus />}
      {home ? <PhoneHome standing={standing} /> : <main className="page">{children}</main>}
    </div>
  )
}
