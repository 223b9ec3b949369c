import type { Role } from '../../core/rpc/api'

/** A page of the spine: who has it there, and which letter after G leads to it. */
interface Page {
  readonly letter: string
  readonly roles: readonly Role[] | 'everybody'
  /** For a hand that holds a camera; at a desk it is in nobody's way. */
  readonly phoneOnly?: true
}

/** All pages in the order of the spine. What a page shows is decided in core; this only keeps empty rooms away. */
export const PAGES = {
  orders: { letter: 'o', roles: 'everybody' },
  pick: { letter: 'p', roles: ['supervisor', 'sales', 'warehouse'] },
  returns: { letter: 'r', roles: ['supervisor', 'sales', 'support', 'warehouse'] },
  scan: { letter: 'c', roles: ['supervisor', 'sales', 'support', 'warehouse'], phoneOnly: true },
  refunds: { letter: 'a', roles: 'everybody' },
  stock: { letter: 's', roles: 'everybody' },
  books: { letter: 'b', roles: ['supervisor', 'finance'] },
  sync: { letter: 'y', roles: 'everybody' },
  settings: { letter: 'e', roles: 'everybody' },
} as const satisfies Record<string, Page>

export type PageName = keyof typeof PAGES

export const PAGE_NAMES = Object.keys(PAGES) as readonly PageName[]

export function isPage(text: string | undefined): text is PageName {
  return text !== undefined && Object.hasOwn(PAGES, text)
}

export function pagesOf(roles: readonly Role[], on: 'desk' | 'phone'): readonly PageName[] {
  return PAGE_NAMES.filter((name) => {
    const page: Page = PAGES[name]
    if (page.phoneOnly && on === 'desk') return false
    return (
      page.roles === 'everybody' || roles.includes('owner') || page.roles.some((role) => roles.includes(role))
    )
  })
}

export function pageOfLetter(letter: string): PageName | undefined {
  return PAGE_NAMES.find((name) => PAGES[name].letter === letter)
}
