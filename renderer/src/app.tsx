import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { lazy, Suspense, useEffect, type ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../core/rpc/api'
import { useDark } from './appearance'
import { client, signedOut } from './client'
import { SignInPage } from './first-run/SignInPage'
import { queries, useFeed } from './live'
import { OrdersPage } from './orders/OrdersPage'
import { pagesOf, type PageName } from './pages'
import { useRoute } from './route'
import { PhoneShell } from './phone/PhoneShell'
import { usePhone } from './phone/use-phone'
import { Shell } from './shell/Shell'
import { darkTheme, lightTheme } from './theme'
import { EmptyState } from './ui'
import { useLive } from './use-live'

const PrintSheet = lazy(async () => ({
  default: (await import('./fulfilment/PrintSheet')).PrintSheet,
}))
const FirstRunPage = lazy(async () => ({
  default: (await import('./first-run/FirstRunPage')).FirstRunPage,
}))

/** The pages that are fetched after the first paint. */
const LOADS: Partial<Record<PageName, () => Promise<{ default: ComponentType }>>> = {
  returns: async () => ({ default: (await import('./slips/ReturnsPage')).ReturnsPage }),
  scan: async () => ({ default: (await import('./slips/ScanPage')).ScanPage }),
  refunds: async () => ({ default: (await import('./refunds/RefundsPage')).RefundsPage }),
  pick: async () => ({ default: (await import('./fulfilment/PickPage')).PickPage }),
  stock: async () => ({ default: (await import('./stock/StockPage')).StockPage }),
  books: async () => ({ default: (await import('./books/BooksPage')).BooksPage }),
  sync: async () => ({ default: (await import('./sync/SyncPage')).SyncPage }),
  settings: async () => ({ default: (await import('./settings/SettingsPage')).SettingsPage }),
}
const LAZY = Object.fromEntries(Object.entries(LOADS).map(([name, load]) => [name, lazy(load)]))

export function App() {
  const { i18n } = useTranslation()
  const dark = useDark()
  return (
    <ConfigProvider
      theme={dark ? darkTheme : lightTheme}
      locale={i18n.language === 'en' ? enUS : zhCN}
      button={{ autoInsertSpace: false }}
    >
      <QueryClientProvider client={queries}>
        <Entrance />
      </QueryClientProvider>
    </ConfigProvider>
  )
}

/** Who stands at the door decides what opens: sign-in, first run, or the counter. */
function Entrance() {
  const standing = useQuery({ queryKey: ['standing'], queryFn: () => client.auth.standing() })
  const signedIn = standing.data?.signedIn === true
  const { refetch } = standing
  useEffect(() => {
    const ask = () => void refetch()
    signedOut.add(ask)
    return () => void signedOut.delete(ask)
  }, [refetch])
  // Roles may have changed while there was no line; but the first-run page is not taken away while it shows the passphrase.
  const settled = standing.data?.firstRun === false
  const live = useLive()
  useEffect(() => {
    if (live && settled) void refetch()
  }, [live, settled, refetch])
  const roles = standing.data?.roles.join()
  useEffect(() => {
    // What was answered under other roles is asked for anew.
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'standing' })
  }, [roles])
  useFeed(signedIn)
  if (!standing.data) return null
  if (!signedIn) return <SignInPage firstRun={standing.data.firstRun} />
  if (standing.data.firstRun && !standing.data.practice)
    return (
      <Suspense>
        <FirstRunPage />
      </Suspense>
    )
  return <Counter roles={standing.data.roles} />
}

function Counter({ roles }: { roles: readonly Role[] }) {
  const { page } = useRoute()
  const mine = pagesOf(roles, 'phone').includes(page)
  const Page = LAZY[page] ?? OrdersPage
  const Frame = usePhone() ? PhoneShell : Shell
  useEffect(() => {
    // Fetched while nobody waits: going there shows the page at once, also when the line is lost by then.
    const soon = setTimeout(() => void Promise.all(Object.values(LOADS).map((load) => load())), 1_500)
    return () => clearTimeout(soon)
  }, [])
  return (
    <Frame>
      <Suspense>
        {mine ? <Page /> : <NotYours />}
        <PrintSheet />
      </Suspense>
    </Frame>
  )
}

/** Reached by an address, not by the spine. Core would refuse all that the page asks for. */
function NotYours() {
  const { t } = useTranslation('shell')
  return <EmptyState title={t('notYours')} why={t('notYoursWhy')} />
}
