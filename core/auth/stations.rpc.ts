import { implement } from '@orpc/server'
import type { Database, Tx } from '../database'
import { Refusal, type Clock, type SecretBox } from '../kernel'
import { actorOf } from './acting-as'
import { guard, ownerOnly, type RpcContext } from './guard'
import type { LanSwitch } from './lan-door'
import { lanIsOn, switchLan } from './lan-setting'
import { once } from './once'
import { stationsContract } from './stations.contract'
import { listStations, offerPairing, removeStation } from './stations.store'

export interface StationsDeps {
  readonly database: Database
  readonly box: SecretBox
  readonly clock: Clock
  /** Opens and shuts the gateway's door to the LAN. */
  readonly lan: LanSwitch
}

export function stationsRpc({ database, box, clock, lan }: StationsDeps) {
  const os = implement(stationsContract).$context<RpcContext>().use(guard)
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
  const lanNow = async () => ({
    on: await lanIsOn(database.read),
    addresses: [...lan.state.addresses],
    problem: lan.state.problem,
  })
  return {
    overview: os.overview.handler(async ({ context }) => {
      ownerOnly(context.caller)
      return { lan: await lanNow(), stations: await listStations(database.read, clock.now()) }
    }),
    setLan: os.setLan.handler(async ({ input, context }) => {
      await command(context, 'stations.setLan', input, async (tx) => (await switchLan(tx, input.on), null))
      await lan.set(input.on)
      return lanNow()
    }),
    offerPairing: os.offerPairing.handler(async ({ input, context }) => {
      ownerOnly(context.caller)
      const { addresses } = lan.state
      // A code that no device can reach would only be a code that lies about.
      if (addresses.length === 0) throw new Refusal('lan-off')
      const made = await command(context, 'stations.offerPairing', input, (tx) => offerPairing(tx, box))
      return { ...made, links: addresses.map((address) => `${address}/pair?k=${made.code}`) }
    }),
    remove: os.remove.handler(({ input, context }) =>
      command(
        context,
        'stations.remove',
        input,
        async (tx) => (await removeStation(tx, input.id), { ok: true as const }),
      ),
    ),
  }
}
