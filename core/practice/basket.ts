import type { SimOrder } from '../connectors'
import { minor, type Currency, type Minor } from '../kernel'
import { ARTICLES } from './goods'
import type { Random } from './random'

export interface Basket {
  readonly lines: SimOrder['lines']
  readonly freightMinor: Minor
  readonly discountMinor: Minor
}

/** What a large order is: more than the 5,000 yuan above which a supervisor looks. */
const LARGE_MINOR = 5_000_00

/** A basket whose worth is lognormal, as baskets are; `large` makes it one that a supervisor must see. */
export function basketFor(random: Random, currency: Currency, { large = false } = {}): Basket {
  const dollars = currency === 'USD'
  const aim = random.lognormal(dollars ? 4800 : 140_00, 0.65)
  const lines: SimOrder['lines'][number][] = []
  let goodsMinor = 0
  do {
    const article = large
      ? ARTICLES.find((one) => one.sku === 'LL-BED-15-MB')!
      : random.weighted(
          ARTICLES.filter((one) => lines.every((line) => line.sku !== one.sku)).map(
            (one) => [one, one.weight] as const,
          ),
        )
    const unitPriceMinor = dollars ? article.usdMinor : article.priceMinor
    const most = large ? 12 : Math.min(6, Math.max(1, Math.round((aim - goodsMinor) / unitPriceMinor)))
    const quantity = large ? most : random.whole(1, most)
    goodsMinor += unitPriceMinor * quantity
    lines.push({
      sku: article.sku,
      title: dollars ? article.englishTitle : article.title,
      variant: dollars ? article.englishVariant : article.variant,
      pictureUrl: article.pictureUrl,
      quantity,
      unitPriceMinor,
    })
  } while (goodsMinor < (large ? LARGE_MINOR : aim * 0.7) && lines.length < 4)
  const discountMinor = discountOf(random, goodsMinor, dollars)
  return { lines, discountMinor, freightMinor: freightOf(random, goodsMinor, dollars) }
}

/** 满 450 减 53, or the newcomer's 5 yuan; abroad 10 % off from 80 dollars for those who have the code. */
function discountOf(random: Random, goodsMinor: number, dollars: boolean): Minor {
  const lucky = random.next()
  if (dollars) return minor(goodsMinor >= 80_00 && lucky < 0.5 ? Math.floor(goodsMinor / 10) : 0)
  if (goodsMinor >= 450_00) return minor(53_00)
  return minor(goodsMinor >= 59_00 && lucky < 0.14 ? 5_00 : 0)
}

/** Free from 99 yuan (60 dollars); below it by how far the parcel goes. */
function freightOf(random: Random, goodsMinor: number, dollars: boolean): Minor {
  const asked = random.weighted(dollars ? [[4_90, 3], [8_90, 2]] : [[0, 4], [6_00, 4], [8_00, 2]]) // prettier-ignore
  return minor(goodsMinor >= (dollars ? 60_00 : 99_00) ? 0 : asked)
}

export function goodsOf(order: Pick<SimOrder, 'lines'>): number {
  return order.lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0)
}

/** What the buyer pays. */
export function totalOf(order: Pick<SimOrder, 'lines' | 'freightMinor' | 'discountMinor'>): number {
  return goodsOf(order) - order.discountMinor + order.freightMinor
}
