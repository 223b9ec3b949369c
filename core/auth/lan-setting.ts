import { recordHistory } from '../audit'
import type { ReadDb, Tx } from '../database'

const KEY = 'lan'

/** Has the owner let phones and PCs of the LAN in? Off until then. */
export async function lanIsOn(read: ReadDb): Promise<boolean> {
  const row = await read.get<{ value: string }>('select value from settings where key = ?', [KEY])
  return row?.value === 'true'
}

export async function switchLan(tx: Tx, on: boolean): Promise<void> {
  const before = await lanIsOn(tx)
  if (before === on) return
  await tx.run(
    'insert into settings (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
    [KEY, String(on)],
  )
  recordHistory(tx, {
    kind: on ? 'lan.opened' : 'lan.closed',
    entity: 'station',
    entityId: KEY,
    changes: [['lan', String(before), String(on)]],
  })
}
