import type { SimOrder } from '../connectors'
import { basketFor } from './basket'
import { buyerNoteFor, personFor, type Person } from './people'
import type { Random } from './random'
import type { PracticeShop } from './shop'

const BUYER_NOTE = 0.07
const SAME_BUYER = 0.04
const LARGE = 0.004

/**
 * Writes the orders of one shop, one after the other; now and then a buyer comes back for something forgotten.
 * `name` sets its keys apart from those of another book of the shop.
 */
export function orderBook(random: Random, shop: PracticeShop, name: string = shop.name) {
  let last: Person | undefined
  let count = 0
  const offset = random.whole(0, 9999)
  return {
    /** `createdAt` in UTC ms. */
    next(
      createdAt: number,
      { large = random.chance(LARGE), again = false } = {},
    ): { key: string; order: SimOrder } {
      const person = last && (again || random.chance(SAME_BUYER)) ? last : personFor(random, shop.platform)
      last = person
      const order: SimOrder = {
        ...numbered(shop, createdAt, offset + ++count * 7919),
        createdAt,
        currency: shop.currency,
        ...person,
        ...basketFor(random, shop.currency, { large: large && shop.currency === 'CNY' }),
        ...(random.chance(BUYER_NOTE) ? { buyerNote: buyerNoteFor(random, shop.platform) } : {}),
      }
      return { key: `${name}/${count}`, order }
    },
    /** The same order once more, a moment later: a finger that slipped. */
    repeat(order: SimOrder, createdAt: number): { key: string; order: SimOrder } {
      const number = numbered(shop, createdAt, offset + ++count * 7919)
      return { key: `${name}/${count}`, order: { ...order, ...number, createdAt } }
    },
  }
}
export type OrderBook = ReturnType<typeof orderBook>

/**
 * Numbers made from the moment of the order, so that no two runs of the practice give one number to two orders.
 * Taobao's have 19 digits and scattered endings, by which people call them.
 */
function numbered(shop: PracticeShop, createdAt: number, tail: number): { externalId: string } {
  const seconds = Math.floor(createdAt / 1000)
  switch (shop.platform) {
    case 'taobao':
      return { externalId: `42038${String(seconds).padStart(10, '0')}${digits(tail, 4)}` }
    case 'shopify':
      return { externalId: `gid://shopify/Order/${seconds}${digits(tail, 3)}` }
    case 'vendure':
      return { externalId: `${seconds - VENDURE_SINCE}${digits(tail, 2)}` }
  }
}

const VENDURE_SINCE = Date.UTC(2024, 0, 1) / 1000

function digits(value: number, count: number): string {
  return String(value % 10 ** count).padStart(count, '0')
}
