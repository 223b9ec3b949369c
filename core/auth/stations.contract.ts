import { z } from 'zod'
import { procedure, commandBase } from '../kernel/contract'
import { field, OWNER } from '../kernel/rights'

const own = { see: OWNER, edit: OWNER }

export const lanView = z.object({
  on: field(z.boolean(), own),
  /** Where phones find it, such as http://192.168.1.5:8420; empty while it is off. */
  addresses: field(z.array(z.string()), own),
  /** Switched on, and yet nobody can come: this PC has no network, or its port is taken there. */
  problem: field(z.enum(['no-network', 'port-in-use']).nullable(), own),
})
export type LanView = z.infer<typeof lanView>

const stationView = z.object({
  id: field(z.string(), own),
  name: field(z.string(), own),
  pairedAt: field(z.number(), own),
  /** UTC ms, to the minute. */
  lastSeenAt: field(z.number(), own),
  /** Who is signed in there. */
  people: field(z.array(z.string()), own),
})
export type StationView = z.infer<typeof stationView>

/** The LAN and the devices on it, all of it the owner's alone. */
export const stationsContract = {
  overview: procedure.output(
    z.object({ lan: field(lanView, own), stations: field(z.array(stationView), own) }),
  ),
  /** Off ends every connection of the LAN at once; stations stay paired. */
  setLan: procedure.input(commandBase.extend({ on: z.boolean() })).output(lanView),
  /** A code for one device, for five minutes; a second one makes the first void. `Refusal('lan-off')`. */
  offerPairing: procedure.input(commandBase).output(
    z.object({
      code: field(z.string(), own),
      until: field(z.number(), own),
      /** One link for each address of this PC. */
      links: field(z.array(z.string()), own),
    }),
  ),
  remove: procedure
    .input(commandBase.extend({ id: z.string() }))
    .output(z.object({ ok: field(z.literal(true), own) })),
}
