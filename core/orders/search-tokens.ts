import { pinyin } from 'pinyin-pro'
import type { Order } from './order'

/**
 * The tokens that both databases index: CJK bigrams, trigrams of numbers and latin words,
 * the whole short word, and pinyin initials of names. Made by us, so that both databases find the same.
 */
export function searchTokens(texts: readonly string[], names: readonly string[]): string[] {
  const tokens = new Set<string>()
  for (const text of texts) for (const token of tokensOf(text)) tokens.add(token)
  for (const name of names) for (const token of nameTokens(name)) tokens.add(token)
  return [...tokens]
}

const namesCache = new Map<string, readonly string[]>()

/** Cached: a shop sells the same goods all day. */
function nameTokens(name: string): readonly string[] {
  let tokens = namesCache.get(name)
  if (!tokens) {
    const initials = initialsOf(name)
    tokens = [
      ...tokensOf(name),
      ...Array.from({ length: Math.max(0, initials.length - 1) }, (_, n) => `p_${initials.slice(n, n + 2)}`),
    ]
    if (namesCache.size > 20_000) namesCache.clear()
    namesCache.set(name, tokens)
  }
  return tokens
}

const CJK = /[\u3400-\u9fff]+/g
const WORD = /[a-z0-9]+/g

function* tokensOf(text: string): Iterable<string> {
  const lower = text.toLowerCase()
  for (const [run] of lower.matchAll(CJK)) {
    if (run.length === 1) yield run
    for (let n = 0; n < run.length - 1; n++) yield run.slice(n, n + 2)
  }
  for (const [word] of lower.matchAll(WORD)) {
    if (word.length < 3) yield word
    for (let n = 0; n + 3 <= word.length; n++) yield word.slice(n, n + 3)
  }
}

/** 黑胡桃圆托盘 → hhtytp. */
export function initialsOf(text: string): string {
  const cjk = (text.match(CJK) ?? []).join('')
  if (cjk === '') return ''
  return pinyin(cjk, { pattern: 'first', toneType: 'none', type: 'array' }).join('').toLowerCase()
}

/** What one word of a query needs to be in the index. Hits are then verified against the row itself. */
export function queryTokens(word: string): string[] {
  const lower = word.toLowerCase()
  const tokens: string[] = []
  for (const [run] of lower.matchAll(CJK)) {
    for (let n = 0; n < run.length - 1; n++) tokens.push(run.slice(n, n + 2))
  }
  for (const [latin] of lower.matchAll(WORD))
    if (latin.length >= 3) for (let n = 0; n + 3 <= latin.length; n++) tokens.push(latin.slice(n, n + 3))
    else tokens.push(latin)
  return tokens
}

/** A word of latin letters may also be the initials of a name: hht → 黑胡桃. */
export function initialsTokens(word: string): string[] {
  const lower = word.toLowerCase()
  if (!/^[a-z]{2,12}$/.test(lower)) return []
  return Array.from({ length: lower.length - 1 }, (_, n) => `p_${lower.slice(n, n + 2)}`)
}

/** What of an order can be searched: whole numbers, but of the phone only its last four. */
export function searchableOf(order: Order): { texts: string[]; names: string[] } {
  const phone = order.address.phone?.replace(/\D/g, '') ?? ''
  return {
    texts: [
      order.externalId,
      order.number,
      ...order.parcels.map((parcel) => parcel.waybill ?? ''),
      ...(phone.length >= 4 ? [phone.slice(-4)] : []),
      ...order.lines.map((line) => line.sku ?? ''),
    ],
    names: [order.buyer.name, order.address.receiver ?? '', ...order.lines.map((line) => line.title)],
  }
}
