import { implement } from '@orpc/server'
import { recordHistory } from '../audit'
import type { Database } from '../database'
import { ROLES, type SecretBox } from '../kernel'
import { actorOf } from './acting-as'
import { authContract, type BackupView, type SettingsView } from './auth.contract'
import { guard, ownerOnly, type RpcContext } from './guard'
import { once } from './once'
import { changePin, OWNER_ID, ownerExists, setOwnerPin } from './people.store'
import { hashPin } from './pin'
import { keepWrappedKey, makeRecoveryPassphrase, wrapDataKey } from './recovery-passphrase'
import { changeSettings, readSettings } from './settings'

export interface AuthDeps {
  readonly database: Database
  readonly box: SecretBox
  readonly practice: boolean
  readonly version: string
  readonly backups: { list(): Promise<BackupView[]>; now(): Promise<BackupView>; readonly folder: string }
  /** Time-outs changed: every open order's clock is set anew. */
  readonly settingsChanged: () => Promise<void>
  readonly switchFolder: (to: 'practice' | 'real') => void
}

export function authRpc(deps: AuthDeps) {
  const { database, box } = deps
  const os = implement(authContract).$context<RpcContext>().use(guard)
  const actor = (context: RpcContext) => actorOf(context.caller)
  return {
    standing: os.standing.handler(async ({ context }) => ({
      signedIn: context.caller.signedIn,
      firstRun: !(await ownerExists(database.read)),
      name: context.caller.name,
      roles: ROLES.filter((role) => context.caller.roles.includes(role)),
      practice: deps.practice,
      version: deps.version,
    })),
    setOwnerPin: os.setOwnerPin.handler(async ({ input, context }) => {
      ownerOnly(context.caller)
      const pinHash = await hashPin(input.pin)
      const recoveryPassphrase = makeRecoveryPassphrase()
      const wrapped = wrapDataKey(box, recoveryPassphrase)
      return database.withTx(actor(context), (tx) =>
        once(tx, { commandId: input.commandId, name: 'auth.setOwnerPin', input, secrets: box }, async () => {
          await setOwnerPin(tx, pinHash)
          await keepWrappedKey(tx, wrapped)
          return { recoveryPassphrase }
        }),
      )
    }),
    changePin: os.changePin.handler(async ({ input, context }) => {
      ownerOnly(context.caller)
      const pinHash = await hashPin(input.pin)
      await database.withTx(actor(context), (tx) =>
        once(
          tx,
          { commandId: input.commandId, name: 'auth.changePin', input, secrets: box },
          async () => (await changePin(tx, OWNER_ID, pinHash, context.caller.sessionId), null),
        ),
      )
      return { ok: true as const }
    }),
    newRecoveryPassphrase: os.newRecoveryPassphrase.handler(async ({ input, context }) => {
      ownerOnly(context.caller)
      const recoveryPassphrase = makeRecoveryPassphrase()
      const wrapped = wrapDataKey(box, recoveryPassphrase)
      return database.withTx(actor(context), (tx) =>
        once(
          tx,
          { commandId: input.commandId, name: 'auth.newRecoveryPassphrase', input, secrets: box },
          async () => {
            await keepWrappedKey(tx, wrapped)
            recordHistory(tx, {
              kind: 'recovery.renewed',
              entity: 'person',
              entityId: OWNER_ID,
              changes: [],
            })
            return { recoveryPassphrase }
          },
        ),
      )
    }),
    settings: os.settings.handler(() => readSettings(database.read)),
    changeSettings: os.changeSettings.handler(async ({ input, context }) => {
      ownerOnly(context.caller)
      const settings = await database.withTx(actor(context), (tx) =>
        once(tx, { commandId: input.commandId, name: 'auth.changeSettings', input }, () =>
          changeSettings(tx, given(input.settings)),
        ),
      )
      await deps.settingsChanged()
      return settings
    }),
    backups: os.backups.handler(async ({ context }) => {
      ownerOnly(context.caller)
      return { backups: await deps.backups.list(), folder: deps.backups.folder }
    }),
    backupNow: os.backupNow.handler(({ context }) => {
      ownerOnly(context.caller)
      return deps.backups.now()
    }),
    switchFolder: os.switchFolder.handler(({ input, context }) => {
      ownerOnly(context.caller)
      // After the answer has left.
      setTimeout(() => deps.switchFolder(input.to), 50)
      return { ok: true as const }
    }),
  }
}

/** Without what was not given: absent changes nothing. */
function given(settings: { [K in keyof SettingsView]?: SettingsView[K] | undefined }): Partial<SettingsView> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
}
