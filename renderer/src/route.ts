import { useSyncExternalStore } from 'react'
import type { BoardState, OrderFilter } from '../../core/rpc/api'
import { filterOf, isBoardState } from './filter-text'
import { isPage, type PageName } from './pages'

/** Where the page stands, wholly in the hash: a link, the back key and a reload lead to the same place. */
export interface Route {
  readonly page: PageName
  readonly view: 'board' | 'table'
  readonly filter: OrderFilter
  readonly order: number | null
  /** The column of the board from which the order was opened: J and K walk it. */
  readonly column: BoardState | null
}

export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?')
  const params = new URLSearchParams(search)
  const order = Number(params.get('order'))
  const column = params.get('column')
  return {
    page: isPage(path) ? path : 'orders',
    view: params.get('view') === 'table' ? 'table' : 'board',
    filter: filterOf(params.get('f')),
    order: Number.isSafeInteger(order) && order > 0 ? order : null,
    column: isBoardState(column) ? column : null,
  }
}

export function formatRoute(route: Route): string {
  const params = new URLSearchParams()
  if (route.page === 'orders') {
    params.set('view', route.view)
    if (route.filter.length > 0) params.set('f', JSON.stringify(route.filter))
    if (route.order !== null) params.set('order', String(route.order))
    if (route.order !== null && route.view === 'board' && route.column) params.set('column', route.column)
  }
  const search = params.toString()
  return `#/${route.page}${search ? `?${search}` : ''}`
}

const listeners = new Set<() => void>()

/** No page is named: a phone shows the tasks, a desk the orders. */
export function atHome(hash = location.hash): boolean {
  return !isPage(hash.replace(/^#\/?/, '').split('?')[0])
}
export function goHome(): void {
  location.hash = '#/home'
  for (const listener of listeners) listener()
}

/** At once: the next key, however fast, is heard by the page it is meant for. `hashchange` comes a task later. */
export function go(change: Partial<Route>): void {
  location.hash = formatRoute({ ...parseRoute(location.hash), ...change })
  for (const listener of listeners) listener()
}

let last = { hash: '\u0000', route: parseRoute('') }
export function useRoute(): Route {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      window.addEventListener('hashchange', listener)
      return () => {
        listeners.delete(listener)
        window.removeEventListener('hashchange', listener)
      }
    },
    () => {
      if (last.hash !== location.hash) last = { hash: location.hash, route: parseRoute(location.hash) }
      return last.route
    },
  )
}
