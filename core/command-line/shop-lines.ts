import { timeText } from '../kernel'

/** How the reading of a shop goes. */
const HEALTH: Readonly<Record<string, string>> = {
  ok: '正常 well',
  late: '晚了 late',
  failing: '读不成 failing',
  keys: '要新钥匙 needs new keys',
  paused: '停着 paused',
  'first-read': '头一遍还在读 first reading',
}

export interface ShopLine {
  readonly id: string
  readonly platform: string
  readonly name: string
  readonly health: string | undefined
  /** UTC ms. */
  readonly dataAsOf: number | null
  readonly webhookUrl: string
  readonly lastError: string | null
}

/** The shops for a person, below a heading; times as in China, like everywhere in sheets. */
export function shopLines(shops: readonly ShopLine[]): string {
  if (shops.length === 0) return '还没有店。zhanggui shop add --help\nNo shops yet. See zhanggui shop add --help'
  const head = '编号 id\t平台 platform\t店铺 shop\t读单 reading\t读到 orders up to\t推送地址 webhook\t上次的问题 last trouble'
  const lines = shops.map((one) =>
    [
      one.id,
      one.platform,
      one.name,
      HEALTH[one.health ?? ''] ?? '还没读 not read yet',
      one.dataAsOf === null ? '—' : timeText(one.dataAsOf),
      one.webhookUrl,
      ...(one.lastError ? [one.lastError] : []),
    ].join('\t'),
  )
  return [head, ...lines].join('\n')
} // prettier-ignore
