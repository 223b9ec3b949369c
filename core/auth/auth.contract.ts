import { z } from 'zod'
import { procedure, commandBase } from '../kernel/contract'
import { field, EVERYBODY, OWNER, ROLES } from '../kernel/rights'

const all = { see: EVERYBODY }
const own = { see: OWNER, edit: OWNER }

/** Who I am, and what this program is. The only question answered without a session. */
export const standing = z.object({
  signedIn: field(z.boolean(), all),
  /** No owner PIN yet: show the first-run page. */
  firstRun: field(z.boolean(), all),
  name: field(z.string(), all),
  roles: field(z.array(z.enum(ROLES)), all),
  practice: field(z.boolean(), all),
  version: field(z.string(), all),
})
export type Standing = z.infer<typeof standing>

export const settingsView = z.object({
  /** 待付款 turns yellow after this many minutes. */
  unpaidYellowMinutes: field(z.number().int().min(1).max(10080), own),
  /** 待发货 turns red after this many minutes. */
  unshippedRedMinutes: field(z.number().int().min(5).max(43200), own),
  /** A refund turns red when its lane has not decided, or its money has not gone, after this many minutes. */
  refundDueMinutes: field(z.number().int().min(5).max(43200), own),
  language: field(z.enum(['zh', 'en']), own),
  theme: field(z.enum(['light', 'dark', 'system']), own),
  /** Local hour 0–23 of the nightly backup; null = off. */
  backupHour: field(z.number().int().min(0).max(23).nullable(), own),
  backupKeep: field(z.number().int().min(1).max(90), own),
  /** `unsure` until somebody says that the newest recovery words are written down. */
  recoveryWords: field(z.enum(['kept', 'unsure']), own),
})
export type SettingsView = z.infer<typeof settingsView>

export const backupView = z.object({
  file: field(z.string(), own),
  at: field(z.number(), own),
  sizeBytes: field(z.number(), own),
  /** Restored into a scratch file and checked at this time; null = not proven. */
  provenAt: field(z.number().nullable(), own),
  problem: field(z.string().nullable(), own),
})
export type BackupView = z.infer<typeof backupView>

export const authContract = {
  standing: procedure.output(standing),
  /** First run only: sets the owner's PIN (6–12 digits or letters) and makes the recovery passphrase, shown once. */
  setOwnerPin: procedure
    .input(commandBase.extend({ pin: z.string() }))
    .output(z.object({ recoveryPassphrase: field(z.string(), own) })),
  changePin: procedure
    .input(commandBase.extend({ pin: z.string() }))
    .output(z.object({ ok: field(z.literal(true), own) })),
  /** Makes new recovery words, shown once; the old ones open only the backups made before. */
  newRecoveryPassphrase: procedure
    .input(commandBase)
    .output(z.object({ recoveryPassphrase: field(z.string(), own) })),
  settings: procedure.output(settingsView.partial()),
  changeSettings: procedure
    .input(commandBase.extend({ settings: settingsView.partial() }))
    .output(settingsView),
  backups: procedure.output(
    z.object({ backups: field(z.array(backupView), own), folder: field(z.string(), own) }),
  ),
  backupNow: procedure.input(commandBase).output(backupView),
  /** Opens the practice folder, or leads back to the real one. The connection ends; the page reloads by itself. */
  switchFolder: procedure
    .input(commandBase.extend({ to: z.enum(['practice', 'real']) }))
    .output(z.object({ ok: field(z.literal(true), own) })),
}
