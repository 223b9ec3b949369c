import { createRouterClient } from '@orpc/server'
import { expect, test } from 'vitest'
import { startSmsSimulator } from '../connectors/sms'
import type { Role } from '../kernel'
import { router } from '../rpc/router'
import { noLog } from '../testing'
import { aServedCore } from '../testing/a-served-core'

test('the owner sets the gateway up, tries it on an own phone, and changes one setting without typing the secret again', async () => {
  await using served = await aServedCore()
  await using gateway = await startSmsSimulator()
  const caller = { signedIn: true, personId: 'o', name: '老板', roles: ['owner' as Role], from: 'test' }
  const { notifications } = createRouterClient(router(served.core.rpc), { context: { caller, log: noLog } })
  const { adapter, offered } = await notifications.adapter()
  expect(adapter).toBeNull()
  expect(offered[0]?.settings.map((one) => one.name)).toEqual(['app_key', 'app_secret', 'sign_name'])

  const trial = { commandId: 'trial-of-the-gateway', phone: '138 0000 1234' }
  await expect(notifications.tryAdapter(trial)).rejects.toMatchObject({ data: { code: 'no-adapter' } })
  const { origin, settings } = gateway
  await notifications.setAdapter({ commandId: 'set-up-1', adapter: { kind: 'sms', origin, settings } })
  expect(await notifications.tryAdapter(trial)).toEqual({ phone: '13800001234' })
  await notifications.tryAdapter(trial)
  expect(gateway.sent).toHaveLength(1)
  await expect(notifications.tryAdapter({ commandId: 'trial-masked', phone: '138****1234' })).rejects.toMatchObject({ data: { code: 'phone-unreachable' } }) // prettier-ignore

  await notifications.setAdapter({
    commandId: 'set-up-2',
    adapter: { kind: 'sms', origin, settings: { sign_name: '新栗里' } },
  })
  await notifications.tryAdapter({ commandId: 'trial-again', phone: '13800001234' })
  expect(gateway.sent.at(-1)?.text).toContain('【新栗里】')
  expect(JSON.stringify(await notifications.adapter())).not.toContain(settings['app_secret'])
})

test.each(['supervisor', 'finance', 'sales', 'support', 'warehouse'] as const)(
  '%s neither sees nor changes the gateway, and sends nothing through it',
  async (role) => {
    await using served = await aServedCore()
    const caller = { signedIn: true, personId: role, name: role, roles: [role], from: 'test' }
    const { notifications } = createRouterClient(router(served.core.rpc), { context: { caller, log: noLog } })
    const forbidden = { code: 'FORBIDDEN' }
    await expect(notifications.adapter()).rejects.toMatchObject(forbidden)
    await expect(notifications.setAdapter({ commandId: 'set-up-1', adapter: null })).rejects.toMatchObject(
      forbidden,
    )
    await expect(
      notifications.tryAdapter({ commandId: 'trial-of-it', phone: '13800001234' }),
    ).rejects.toMatchObject(forbidden)
  },
)
