import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { useTranslation } from 'react-i18next'
import { useDark } from './appearance'
import { client } from './client'
import { FirstRunPage } from './first-run/FirstRunPage'
import { SignInPage } from './first-run/SignInPage'
import { queries, useFeed } from './live'
import { OrdersPage } from './orders/OrdersPage'
import { useRoute } from './route'
import { SettingsPage } from './settings/SettingsPage'
import { Shell } from './shell/Shell'
import { SyncPage } from './sync/SyncPage'
import { darkTheme, lightTheme } from './theme'

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
  useFeed(signedIn)
  if (!standing.data) return null
  if (!signedIn) return <SignInPage />
  if (standing.data.firstRun && !standing.data.practice) return <FirstRunPage />
  return <Counter />
}

function Counter() {
  const { page } = useRoute()
  return (
    <Shell>{page === 'sync' ? <SyncPage /> : page === 'settings' ? <SettingsPage /> : <OrdersPage />}</Shell>
  )
}
