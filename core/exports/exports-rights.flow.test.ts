import { createRouterClient } from '@orpc/server'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ownerFrom, type Caller } from '../auth'
import { ROLES, type Role } from '../kernel'
import { router } from '../rpc/router'
import { noLog } from '../testing'
import { aServedCore, type ServedCore } from '../testing/a-served-core'
import { sellNovember } from '../testing/a-month-of-books'
import { EXPORT_KINDS, EXPORTERS, type ExportStep } from './exports.contract'

let served: ServedCore
beforeEach(async () => void (served = await aServedCore()))
afterEach(() => served[Symbol.asyncDispose]())

let commands = 0
const callerOf = (role: Role): Caller => ({ signedIn: true, personId: role, name: role, roles: [role], from: '127.0.0.1' }) // prettier-ignore
const clientOf = (caller: Caller) => createRouterClient(router(served.core.rpc), { context: { caller, log: noLog } }) // prettier-ignore
const wish = (what: (typeof EXPORT_KINDS)[number] = 'orders') => ({ commandId: `command-${++commands}`, what, month: '2026-11', form: 'csv' as const, saveTo: null as string | null }) // prettier-ignore
async function made(caller: Caller, wanted = wish()) {
  const steps: ExportStep[] = []
  for await (const step of await clientOf(caller).exports.make(wanted)) steps.push(step)
  return steps.at(-1)?.done
}
const cookie = async () => `zg_session=${await served.core.openOwnerSession('127.0.0.1')}`
const fetched = async (token: string | null | undefined, headers: Record<string, string>) =>
  fetch(`${served.address}/exports/${token ?? ''}`, { headers })

describe('who may carry a sheet out of the house', () => {
  for (const role of ROLES)
    test(`a ${role} asks for every sheet`, async () => {
      for (const what of EXPORT_KINDS)
        if (EXPORTERS.includes(role))
          expect((await made(callerOf(role), wish(what)))?.token).toBeTypeOf('string')
        else await expect(made(callerOf(role), wish(what))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    })

  test('a station names a path on this PC’s disk: refused, nothing is written', async () => {
    const saveTo = join(served.core.folder, 'stolen.csv')
    await expect(made(callerOf('owner'), { ...wish(), saveTo })).rejects.toMatchObject({ data: { code: 'save-on-desktop-only' } }) // prettier-ignore
    expect(await readdir(served.core.folder)).not.toContain('stolen.csv')
    await made(ownerFrom('desktop'), { ...wish(), saveTo })
    expect(await readFile(saveTo, 'utf8')).toContain('店铺')
  })
})

describe('fetching a sheet', () => {
  test('by its maker, once, under its Chinese name; then it is gone from the disk', async () => {
    await sellNovember(served.core.database, 3)
    const done = await made(ownerFrom('127.0.0.1'))
    expect(done?.fileName).toBe('订单 2026-11.csv')
    const answer = await fetched(done?.token, { cookie: await cookie() })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''${encodeURIComponent('订单 2026-11.csv')}`) // prettier-ignore
    expect((await answer.text()).trimEnd().split('\r\n')).toHaveLength(10)
    expect((await fetched(done?.token, { cookie: await cookie() })).status).toBe(410)
    await expect.poll(() => readdir(join(served.core.folder, 'exports'))).toEqual([])
  })

  test('a stranger with the token, and another person with it, get nothing; the maker still does', async () => {
    const theirs = await made(callerOf('finance'))
    expect((await fetched(theirs?.token, {})).status).toBe(410)
    expect((await fetched(theirs?.token, { cookie: await cookie() })).status).toBe(410)
    expect(await served.core.rpc.exports.take(theirs?.token ?? '', 'finance')).toMatchObject({ fileName: '订单 2026-11.csv' }) // prettier-ignore
  })
})

test('a screen that goes away in the middle leaves no half sheet', async () => {
  await sellNovember(served.core.database, 400)
  const steps = await clientOf(callerOf('owner')).exports.make({ ...wish(), month: null, form: 'xlsx' })
  await steps.next()
  await steps.return?.()
  await expect.poll(() => readdir(join(served.core.folder, 'exports'))).toEqual([])
})
