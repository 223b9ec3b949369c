import type { ShopSync } from '../../../core/rpc/api'

export type HealthAct = 'pull' | 'keys' | 'resume'
export interface HealthSentence {
  readonly tone: 'ok' | 'warn' | 'late'
  readonly title: string
  readonly did: string
  readonly doNext: string | null
  readonly act: HealthAct | null
}

/** Is a person asked to do something about this shop? A first reading and a paced delay heal by themselves. */
export function needsPerson(shop: Pick<ShopSync, 'health'>): boolean {
  return shop.health === 'keys' || shop.health === 'paused'
}

/** Words by key, and how times, spans and paces are said. */
export interface Saying {
  t(key: string, values?: Record<string, string | number>): string
  time(at: number): string
  span(ms: number): string
  pace(ms: number): string
  platform(name: string): string
  /** What the platform gave as its reason; empty where only our log has words. */
  said(error: string): string
  now: number
}

/** Three lines: what happened · what we did · what you do. One act at most. */
export function healthSentence(shop: ShopSync, say: Saying): HealthSentence {
  const { t } = say
  const names = { shop: shop.shopName, platform: say.platform(shop.platform), pace: say.pace(shop.paceMs) }
  switch (shop.health) {
    case 'ok':
      if (shop.unreadable > 0)
        return {
          tone: 'warn',
          title: t('unreadTitle', { ...names, n: shop.unreadable }),
          did: t('unreadDid'),
          doNext: t('unreadDo'),
          act: null,
        }
      return {
        tone: 'ok',
        title: t('okTitle', names),
        did: t(shop.mode === 'push' ? 'okPush' : 'okPull', names),
        doNext: null,
        act: null,
      }
    case 'first-read': {
      const percent = Math.floor((shop.progress ?? 0) * 100)
      return {
        tone: 'ok',
        title: `${shop.shopName} · ${t('firstRead')}`,
        did: t('firstReadHow', { percent }),
        doNext: null,
        act: null,
      }
    }
    case 'late': {
      const title =
        shop.dataAsOf === null
          ? t('lateTitleNever', names)
          : t('lateTitle', { ...names, at: say.time(shop.dataAsOf) })
      return { tone: 'warn', title, did: t('lateDid', names), doNext: t('lateDo'), act: 'pull' }
    }
    case 'failing': {
      // Nothing ever came from here: it is rather the address or the keys than the platform's bad day.
      if (shop.dataAsOf === null && shop.lastContactAt === null) {
        const title = t('failingTitleNever', names)
        return { tone: 'late', title, did: withSaid(shop, say, t('failingDidNever')), doNext: t('failingDoNever'), act: 'pull' } // prettier-ignore
      }
      const inMs = (shop.retryAt ?? 0) - say.now
      const did = inMs > 1000 ? t('failingDid', { in: say.span(inMs) }) : t('failingDidSoon')
      return {
        tone: 'warn',
        title: t('failingTitle', names),
        did: withSaid(shop, say, did),
        doNext: t('failingDo'),
        act: 'pull',
      }
    }
    case 'keys': {
      const did = shop.dataAsOf === null ? t('keysDidNever') : t('keysDid', { at: say.time(shop.dataAsOf) })
      return {
        tone: 'late',
        title: t('keysTitle', names),
        did: withSaid(shop, say, did),
        doNext: t('keysDo'),
        act: 'keys',
      }
    }
    case 'paused':
      return {
        tone: 'warn',
        title: t('pausedTitle', names),
        did: t('pausedDid'),
        doNext: t('pausedDo'),
        act: 'resume',
      }
  }
}

function withSaid(shop: ShopSync, say: Saying, did: string): string {
  const said = shop.lastError === null ? '' : say.said(shop.lastError)
  return said === '' ? did : `${said} ${did}`
}

export type Headline = 'none' | 'trouble' | 'gaps' | 'paused' | 'first' | 'ok'
export interface Summary {
  readonly headline: Headline
  readonly orders: number
  readonly repeats: number
  readonly gapsFound: number
  readonly gapsOpen: number
}

/** The page's one sentence and its sum, the worst first. */
export function summaryOf(shops: readonly ShopSync[]): Summary {
  const sum = (read: (shop: ShopSync) => number) => shops.reduce((total, shop) => total + read(shop), 0)
  const any = (...health: ShopSync['health'][]) => shops.some((shop) => health.includes(shop.health))
  const gapsOpen = sum((shop) => shop.gapsFound - shop.gapsHealed)
  const headline: Headline =
    shops.length === 0 ? 'none'
    : any('keys', 'failing', 'late') ? 'trouble'
    : gapsOpen > 0 ? 'gaps'
    : any('paused') ? 'paused'
    : any('first-read') ? 'first'
    : 'ok' // prettier-ignore
  return {
    headline,
    orders: sum((shop) => shop.ordersToday),
    repeats: sum((shop) => shop.duplicatesAbsorbed),
    gapsFound: sum((shop) => shop.gapsFound),
    gapsOpen,
  }
}
