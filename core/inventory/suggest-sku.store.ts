import type { ReadDb } from '../database'
import type { UnmappedCode } from './inventory.contract'
import { likeness, pairsOf } from './likeness'
import { GOODS } from './matrix.store'

type Suggestion = UnmappedCode['suggestions'][number]
interface Ours { readonly sku: string; readonly title: string | null; readonly pairs: ReadonlySet<string> } // prettier-ignore

const AT_ONCE = 50
const LEAST_LIKE = 45
const MOST = 3
const breathe = () => new Promise((resolve) => setImmediate(resolve))

/**
 * Codes that shops' orders name and that lead to none of our SKUs, those that orders wait for first, each with what it
 * may be. The program suggests; a person decides.
 */
export async function unmappedCodes(read: ReadDb): Promise<{ unmapped: UnmappedCode[]; total: number }> {
  const from = `from shop_goods g join shops s on s.id = g.shop_id and s.removed = 0
    where not exists (select 1 from sku_aliases a where a.shop_id = g.shop_id and a.platform_sku = g.platform_sku)
      and not exists (select 1 from stock_levels l where l.sku = g.platform_sku)`
  const rows = await read.all<Omit<UnmappedCode, 'suggestions'>>(
    `select g.shop_id as "shopId", s.name as "shopName", s.platform, g.platform_sku as "platformSku", g.title, g.variant,
       (select coalesce(sum(l.untracked),0) from consignment_lines l join consignments c on c.id = l.consignment_id join orders o on o.id = c.order_id
        where l.sku = g.platform_sku and l.untracked > 0 and o.shop_id = g.shop_id) as waiting
     ${from} order by waiting desc, g.first_seen, g.shop_id, g.platform_sku limit ${AT_ONCE}`,
  )
  const total = await read.get<{ n: number }>(`select count(*) as n ${from}`)
  const ours = await ourGoods(read)
  const refused = new Set((await read.all<{ key: string }>(`select shop_id || ' ' || platform_sku || ' ' || sku as key from alias_refusals`)).map((row) => row.key)) // prettier-ignore
  const elsewhere = await read.all<{ shop_id: string; platform_sku: string; sku: string }>(
    'select shop_id, platform_sku, sku from sku_aliases order by shop_id, platform_sku',
  )
  const unmapped: UnmappedCode[] = []
  for (const row of rows) {
    await breathe()
    const open = (sku: string) => !refused.has(`${row.shopId} ${row.platformSku} ${sku}`)
    const other = elsewhere.filter((one) => one.platform_sku === row.platformSku).map((one) => one.sku)
    unmapped.push({ ...row, waiting: Number(row.waiting), suggestions: suggest(row, ours, other).filter((one) => open(one.sku)).slice(0, MOST) }) // prettier-ignore
  }
  return { unmapped, total: Number(total?.n ?? 0) }
}

async function ourGoods(read: ReadDb): Promise<Ours[]> {
  const rows = await read.all<{ sku: string; title: string | null; variant: string | null }>(
    `select s.sku, g.title, g.variant from (select distinct sku from stock_levels) as s left join (${GOODS}) as g on g.sku = s.sku order by s.sku`,
  )
  return rows.map(({ sku, title, variant }) => ({ sku, title: title && `${title} ${variant ?? ''}`.trim(), pairs: pairsOf(`${title ?? ''}${variant ?? ''}`) })) // prettier-ignore
}

/** Best first: what the same code means in another shop, the same code written otherwise, then names that are alike. */
export function suggest(
  code: Pick<UnmappedCode, 'platformSku' | 'title' | 'variant'>,
  ours: readonly Ours[],
  elsewhere: readonly string[],
): Suggestion[] {
  const found = new Map<string, Suggestion>()
  const bare = bareCode(code.platformSku)
  const pairs = pairsOf(`${code.title}${code.variant ?? ''}`)
  for (const sku of elsewhere) found.set(sku, { sku, title: ours.find((one) => one.sku === sku)?.title ?? null, why: 'other-shop', likeness: 100 }) // prettier-ignore
  for (const { sku, title } of ours)
    if (!found.has(sku) && bare.length > 2 && bareCode(sku) === bare)
      found.set(sku, { sku, title, why: 'same-code', likeness: 95 })
  const alike = ours
    .filter((one) => !found.has(one.sku))
    .map(({ sku, title, pairs: own }) => ({
      sku,
      title,
      why: 'title' as const,
      likeness: likeness(pairs, own),
    }))
    .filter((one) => one.likeness >= LEAST_LIKE)
    .sort((a, b) => b.likeness - a.likeness || (a.sku < b.sku ? -1 : 1))
  return [...found.values(), ...alike]
}

function bareCode(code: string): string {
  return code
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** All aliases, for the list beside the assistant. */
export function listAliases(
  read: ReadDb,
): Promise<{ shopId: string; shopName: string; platformSku: string; sku: string }[]> {
  return read.all(
    `select a.shop_id as "shopId", s.name as "shopName", a.platform_sku as "platformSku", a.sku from sku_aliases a join shops s on s.id = a.shop_id
     where s.removed = 0 order by a.sku, a.shop_id, a.platform_sku limit 2000`,
  )
}
