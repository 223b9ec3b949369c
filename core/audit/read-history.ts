import { z } from 'zod'
import { Refusal, unseal } from '../kernel'
import type { ReadDb } from '../database'
import type { Change } from './record-history'

export interface HistoryEntry {
  readonly sequence: number
  /** UTC ms. */
  readonly at: number
  readonly kind: string
  readonly who: string
  /** A station's address, `desktop`, `shop:s1`, `core`. */
  readonly origin: string
  readonly changes: readonly Change[]
  /** Had personal changes, and their key is gone (or was not given): they read «erased». */
  readonly erased: boolean
}

interface Stored {
  seq: number
  at: number
  kind: string
  who: string
  origin: string
  changes_json: string
  personal: Uint8Array | null
}

const scalar = z.union([z.string(), z.number(), z.null()])
const changesOf = z.array(z.tuple([z.string(), scalar, scalar]))

/** All entries of one entity tree, oldest first; personal changes among them where `key` opens them. */
export async function readHistory(
  read: ReadDb,
  entity: string,
  entityId: string,
  key?: Uint8Array,
): Promise<HistoryEntry[]> {
  const rows = await read.all<Stored>(
    'select seq, at, kind, who, origin, changes_json, personal from history where entity = ? and entity_id = ? order by seq',
    [entity, entityId],
  )
  return rows.map(({ seq, at, kind, who, origin, changes_json, personal }) => {
    const opened = personal ? openPersonal(personal, key) : []
    const changes = [...changesOf.parse(JSON.parse(changes_json)), ...(opened ?? [])]
    return { sequence: seq, at, kind, who, origin, changes, erased: opened === undefined }
  })
}

function openPersonal(sealed: Uint8Array, key: Uint8Array | undefined): Change[] | undefined {
  if (!key) return undefined
  try {
    return changesOf.parse(JSON.parse(unseal(key, sealed).toString()))
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
