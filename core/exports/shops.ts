import type { ReadDb } from '../database'

/** Names for shop ids; removed shops too: their orders stay. */
export interface Shops {
  of(id: string | null): { readonly shopName: string; readonly platform: string }
}

export async function shopNames(read: ReadDb): Promise<Shops> {
  const rows = await read.all<{ id: string; platform: string; name: string }>(
    'select id, platform, name from shops',
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return {
    of(id) {
      const shop = id === null ? undefined : byId.get(id)
      return { shopName: shop?.name ?? id ?? '', platform: shop?.platform ?? '' }
    },
  }
}
