import type { Currency } from '../kernel'

export type Platform = 'taobao' | 'shopify' | 'vendure'

/** One of the merchant's shops: how it is called, what it earns in and how busy it is. */
export interface PracticeShop {
  readonly platform: Platform
  readonly name: string
  readonly currency: Currency
  /** Orders of one week. */
  readonly weekly: number
  /** Hours by which the buyers' clock is ahead of UTC: their evening is the shop's rush. */
  readonly buyersZoneHours: number
}

export const PRACTICE_SHOPS: readonly PracticeShop[] = [
  { platform: 'taobao', name: '栗里家居', currency: 'CNY', weekly: 480, buyersZoneHours: 8 },
  { platform: 'taobao', name: '栗里旗舰', currency: 'CNY', weekly: 390, buyersZoneHours: 8 },
  { platform: 'shopify', name: 'Lili Home', currency: 'USD', weekly: 190, buyersZoneHours: -6 },
  { platform: 'vendure', name: '栗里小店', currency: 'CNY', weekly: 290, buyersZoneHours: 8 },
]
