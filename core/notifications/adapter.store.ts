import { z } from 'zod'
import { recordHistory } from '../audit'
import type { MessageAdapter, SettingField } from '../connectors'
import { sms } from '../connectors/sms'
import type { ReadDb, Tx } from '../database'
import { Refusal, type SecretBox } from '../kernel'

/** Every way of telling a customer, by its short name. */
const ADAPTERS: ReadonlyMap<string, MessageAdapter> = new Map([[sms.kind, sms]])
const DRAWER = 'messages'
const settingsOf = z.record(z.string(), z.string())

export interface OpenedAdapter {
  readonly adapter: MessageAdapter
  readonly origin: string
  readonly settings: Readonly<Record<string, string>>
}

/** Every way that can be set up, with the settings it wants. */
export function offeredAdapters(): { kind: string; settings: SettingField[] }[] {
  return [...ADAPTERS.values()].map(({ kind, settings }) => ({
    kind,
    settings: settings.map((one) => ({ ...one })),
  }))
}

/** The one adapter that is set up; `undefined` when customers are not told. */
export async function openAdapter(read: ReadDb, box: SecretBox): Promise<OpenedAdapter | undefined> {
  const row = await read.get<{ kind: string; origin: string; settings_sealed: Uint8Array }>(
    'select kind, origin, settings_sealed from message_adapters where id=?',
    ['main'],
  )
  const adapter = row && ADAPTERS.get(row.kind)
  if (!row || !adapter) return undefined
  const settings = settingsOf.parse(JSON.parse(box.openFrom(DRAWER, row.settings_sealed)))
  return { adapter, origin: row.origin, settings }
}

/** Its kind and address, without a secret. */
export async function adapterView(
  read: ReadDb,
): Promise<{ kind: string; origin: string; settingNames: string[] } | null> {
  const row = await read.get<{ kind: string; origin: string; setting_names: string }>(
    'select kind, origin, setting_names from message_adapters where id=?',
    ['main'],
  )
  return row ? { kind: row.kind, origin: row.origin, settingNames: row.setting_names.split(',') } : null
}

/**
 * Sets it up, or takes it away; settings that are left out stay as they are while the kind stays. Refuses
 * `unknown-adapter`, `bad-url`, `setting-missing`.
 */
export async function setAdapter(
  tx: Tx,
  box: SecretBox,
  given: { kind: string; origin: string; settings: Readonly<Record<string, string>> } | null,
): Promise<void> {
  const before = await adapterView(tx)
  if (!given) await tx.run('delete from message_adapters where id=?', ['main'])
  else {
    const adapter = ADAPTERS.get(given.kind)
    if (!adapter) throw new Refusal('unknown-adapter', { kind: given.kind })
    if (!URL.canParse(given.origin) || new URL(given.origin).origin !== given.origin)
      throw new Refusal('bad-url')
    const kept = before?.kind === given.kind ? (await openAdapter(tx, box))?.settings : undefined
    const settings = { ...kept, ...given.settings }
    for (const field of adapter.settings)
      if (field.required && !settings[field.name])
        throw new Refusal('setting-missing', { setting: field.name })
    const names = Object.keys(settings).sort().join(',')
    await tx.run(
      `insert into message_adapters (id, kind, origin, settings_sealed, setting_names, at) values ('main',?,?,?,?,?)
       on conflict (id) do update set kind=excluded.kind, origin=excluded.origin, settings_sealed=excluded.settings_sealed,
         setting_names=excluded.setting_names, at=excluded.at`,
      [given.kind, given.origin, box.sealIn(DRAWER, JSON.stringify(settings)), names, tx.now],
    )
  }
  tx.collect('announce', { entity: 'settings', entityId: 'messages' })
  recordHistory(tx, {
    kind: 'messages.adapter',
    entity: 'settings',
    entityId: 'messages',
    changes: [['adapter', before?.kind ?? null, given?.kind ?? null], ['origin', before?.origin ?? null, given?.origin ?? null]],
  }) // prettier-ignore
}
