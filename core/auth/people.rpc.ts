import { implement } from '@orpc/server'
import type { Database, Tx } from '../database'
import type { Clock, SecretBox } from '../kernel'
import { actorOf } from './acting-as'
import { guard, ownerOnly, type RpcContext } from './guard'
import { once } from './once'
import { recordHistory } from '../audit'
import { peopleContract } from './people.contract'
import { listPeople } from './people.store'
import { hashPin } from './pin'
import { endSession, openSessions } from './session.store'
import { addPerson, changePerson, removePerson, renewPin } from './staff'

export interface PeopleDeps {
  readonly database: Database
  readonly box: SecretBox
  readonly clock: Clock
}

export function peopleRpc({ database, box, clock }: PeopleDeps) {
  const os = implement(peopleContract).$context<RpcContext>().use(guard)
  const command = <T>(
    context: RpcContext,
    name: string,
    input: { commandId: string },
    body: (tx: Tx) => Promise<T>,
  ) => {
    ownerOnly(context.caller)
    return database.withTx(actorOf(context.caller), (tx) =>
      once(tx, { commandId: input.commandId, name, input, secrets: box }, () => body(tx)),
    )
  }
  const done = async (work: Promise<void>) => (await work, { ok: true as const })
  const hashOf = async (context: RpcContext, pin: string | null) => {
    ownerOnly(context.caller)
    return pin === null ? null : hashPin(pin)
  }
  return {
    list: os.list.handler(async ({ context }) => {
      ownerOnly(context.caller)
      return { people: await listPeople(database.read, clock.now()) }
    }),
    add: os.add.handler(async ({ input, context }) => {
      const pin = await hashOf(context, input.pin)
      return command(context, 'people.add', input, (tx) => addPerson(tx, box, { ...input, pin }))
    }),
    change: os.change.handler(({ input, context }) =>
      command(context, 'people.change', input, (tx) => done(changePerson(tx, input))),
    ),
    resetPin: os.resetPin.handler(async ({ input, context }) => {
      const pin = await hashOf(context, input.pin)
      return command(context, 'people.resetPin', input, async (tx) => ({
        code: await renewPin(tx, box, { id: input.id, pin }),
      }))
    }),
    remove: os.remove.handler(({ input, context }) =>
      command(context, 'people.remove', input, (tx) => done(removePerson(tx, input.id))),
    ),
    sessions: os.sessions.handler(async ({ context }) => {
      ownerOnly(context.caller)
      const sessions = await openSessions(database.read, clock.now())
      return { sessions: sessions.map((one) => ({ ...one, own: one.id === context.caller.sessionId })) }
    }),
    endSession: os.endSession.handler(({ input, context }) =>
      command(context, 'people.endSession', input, async (tx) => {
        const personId = await endSession(tx, input.id)
        recordHistory(tx, { kind: 'session.ended', entity: 'person', entityId: personId, changes: [] })
        return { ok: true as const }
      }),
    ),
  }
}
