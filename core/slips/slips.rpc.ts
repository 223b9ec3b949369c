import { implement, ORPCError } from '@orpc/server'
import { actingOn, guard, mustEdit, once, type Caller, type RpcContext } from '../auth'
import type { Database, Tx } from '../database'
import { decideSlip, readSlipAgain, setSlipAside, stopReading, undoSlip, type OnMatched } from '../flows'
import { contentHash, Refusal, rightsOf, sees, type SecretBox } from '../kernel'
import type { Sendings } from './sendings'
import { pieceOf } from './slip-picture.store'
import { openSlip, slipRowOf, slipRows } from './slip-views.store'
import { countSlips, keyOfSlip, pageOfSlips, slipById, slipsOfOrder } from './slip.store'
import { slipOrder, slipRow, slipsContract } from './slips.contract'
import { takeSlip, type Taken } from './take-slip'

export interface SlipsDeps {
  readonly database: Database
  readonly box: SecretBox
  /** One for all wires: each window has a router of its own. */
  readonly sendings: Sendings
  readonly onSlipMatched: OnMatched
  readonly wakeJobs: () => void
}

type Changing = { readonly commandId: string; readonly id: string; readonly version: number }

export function slipsRpc({ database, box, sendings, onSlipMatched, wakeJobs }: SlipsDeps) {
  const os = implement(slipsContract).$context<RpcContext>().use(guard)
  const deps = { box, onMatched: onSlipMatched }
  const actorOf = ({ caller }: RpcContext) => actingOn(caller, 'warehouse', slipRow.shape.state, 'slips')
  /** Runs a change of one slip once and answers with its row as it is then. */
  async function change(name: string, input: Changing, context: RpcContext, body: (tx: Tx) => Promise<void>) {
    await database.withTx(actorOf(context), (tx) =>
      once(tx, { commandId: input.commandId, name: `slips.${name}`, input }, () => body(tx)),
    )
    wakeJobs()
    return { row: await slipRowOf(database.read, input.id) }
  }
  return {
    page: os.page.handler(async ({ input, context }) => {
      mustHandleSlips(context.caller)
      const { slips, nextCursor } = await pageOfSlips(database.read, input.states, input.cursor, input.limit)
      return { rows: await slipRows(database.read, slips), nextCursor }
    }),
    counts: os.counts.handler(async ({ context }) => {
      mustHandleSlips(context.caller)
      return { states: await countSlips(database.read) }
    }),
    open: os.open.handler(({ input, context }) => {
      mustHandleSlips(context.caller)
      return openSlip(database.read, box, input.id)
    }),
    ofOrder: os.ofOrder.handler(async ({ input, context }) => {
      mustHandleSlips(context.caller)
      return { rows: await slipRows(database.read, await slipsOfOrder(database.read, input.orderId)) }
    }),
    picture: os.picture.handler(async ({ input, context }) => {
      mustHandleSlips(context.caller)
      const { slip, key } = await opened(input.id)
      const piece = (kind: 'covered' | 'preview') => pieceOf(database.read, key, slip.id, kind, 0)
      const jpeg = (seesMoney(context.caller) ? undefined : await piece('covered')) ?? (await piece('preview')) // prettier-ignore
      if (!jpeg) throw new Refusal('no-picture')
      return { jpeg: jpeg.toString('base64') }
    }),
    original: os.original.handler(async ({ input, context }) => {
      mustHandleSlips(context.caller)
      // A role without money sees the slip only as it is shown: with the amount painted over.
      mustSeeMoney(context.caller)
      const { slip, key } = await opened(input.id)
      const piece = await pieceOf(database.read, key, slip.id, 'original', input.part)
      if (!piece) throw new Refusal('no-picture')
      return { piece: piece.toString('base64'), parts: slip.parts, fileName: slip.fileName }
    }),
    send: os.send.handler(async ({ input, context }) => {
      mustHandleSlips(context.caller)
      const { commandId, name, source, sizeBytes, at } = input
      const bytes = Buffer.from(input.piece, 'base64')
      const sent = sendings.take({ key: `${context.caller.personId} ${commandId}`, sizeBytes, at, bytes })
      if ('received' in sent) return { ...sent, slipId: null, repeat: false, row: null }
      const said = { name, source, hash: contentHash(sent.whole) }
      const taken: Taken = await database.withTx(actorOf(context), (tx) =>
        once(tx, { commandId, name: 'slips.send', input: said }, () =>
          takeSlip(tx, box, { bytes: sent.whole, name, source }),
        ),
      )
      wakeJobs()
      const row = await slipRowOf(database.read, taken.id)
      return { received: sizeBytes, slipId: taken.id, repeat: taken.repeat, row }
    }),
    decide: os.decide.handler(({ input, context }) =>
      change('decide', input, context, (tx) => decideSlip(tx, deps, input)),
    ),
    setAside: os.setAside.handler(({ input, context }) =>
      change('setAside', input, context, (tx) => setSlipAside(tx, input)),
    ),
    undo: os.undo.handler(({ input, context }) =>
      change('undo', input, context, (tx) => undoSlip(tx, deps, input)),
    ),
    readAgain: os.readAgain.handler(({ input, context }) =>
      change('readAgain', input, context, (tx) => readSlipAgain(tx, input)),
    ),
    stop: os.stop.handler(async ({ input, context }) => {
      const stopped = await database.withTx(actorOf(context), (tx) =>
        once(tx, { commandId: input.commandId, name: 'slips.stop', input }, () => stopReading(tx)),
      )
      return { stopped }
    }),
  }

  async function opened(id: string) {
    const slip = await slipById(database.read, id)
    if (!slip) throw new Refusal('no-such-slip')
    const key = await keyOfSlip(database.read, box, slip)
    if (!key) throw new Refusal('picture-erased')
    return { slip, key }
  }
}

function mustHandleSlips(caller: Caller): void {
  mustEdit(caller, slipRow.shape.state, 'slips')
}

const seesMoney = ({ roles }: Caller) => sees(roles, rightsOf(slipOrder.shape.totalMinor))

function mustSeeMoney(caller: Caller): void {
  if (!seesMoney(caller)) throw new ORPCError('FORBIDDEN', { status: 403, defined: true, data: { what: 'picture' } }) // prettier-ignore
}
