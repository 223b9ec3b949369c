import { recordHistory, type Change } from '../audit'
import type { ReadDb, Tx } from '../database'
import { Refusal } from '../kernel'
import { settingsView, type SettingsView } from './auth.contract'

const DEFAULTS: SettingsView = {
  unpaidYellowMinutes: 30,
  unshippedRedMinutes: 120,
  refundDueMinutes: 120,
  language: 'zh',
  theme: 'system',
  backupHour: 3,
  backupKeep: 14,
  recoveryWords: 'kept',
}
const NAMES = Object.keys(DEFAULTS) as (keyof SettingsView)[]

/** Only what shall change; `undefined` leaves a setting as it is. */
type SettingsPatch = { readonly [Name in keyof SettingsView]?: SettingsView[Name] | undefined }

/** The settings in force; one never set, or stored by another version in a shape we do not know, has its default. */
export async function readSettings(read: ReadDb): Promise<SettingsView> {
  const rows = await read.all<{ key: string; value: string }>('select key, value from settings')
  const stored = Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value) as unknown]))
  const known = NAMES.flatMap((name) => {
    const parsed = settingsView.shape[name].safeParse(stored[name])
    return parsed.success ? [[name, parsed.data]] : []
  })
  return { ...DEFAULTS, ...(Object.fromEntries(known) as Partial<SettingsView>) }
}

/** Changes some settings and returns all. `Refusal('setting-invalid', { setting })` for a value out of range. */
export async function changeSettings(tx: Tx, patch: SettingsPatch): Promise<SettingsView> {
  const before = await readSettings(tx)
  const changes: Change[] = []
  for (const name of NAMES) {
    const value = patch[name]
    if (value === undefined || value === before[name]) continue
    const parsed = settingsView.shape[name].safeParse(value)
    if (!parsed.success) throw new Refusal('setting-invalid', { setting: name })
    await tx.run(
      'insert into settings (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
      [name, JSON.stringify(value)],
    )
    changes.push([name, before[name], value])
  }
  if (changes.length > 0)
    recordHistory(tx, { kind: 'settings.changed', entity: 'settings', entityId: 'settings', changes })
  return { ...before, ...Object.fromEntries(changes.map(([name, , after]) => [name, after])) }
}
