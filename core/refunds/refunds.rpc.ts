import { implement, ORPCError } from '@orpc/server'
import { recordHistory } from '../audit'
import { actingAs, actorOf, guard, mustEdit, once, type Caller, type RpcContext } from '../auth'
import type { Actor, Database, ReadDb, Tx } from '../database'
import { takeGoodsBack } from '../flows'
import { Refusal, type Role } from '../kernel'
import { readTable } from '../sheets'
import { decideStep } from './decide-step'
import { loadCase, type RefundCase } from './case.store'
import { importVips } from './import-vip'
import { foreseeCase, openCase, proposeCase } from './open-case'
import { payoutOf } from './payout.store'
import { caseAmount, refundsContract } from './refunds.contract'
import { isVip, markVip } from './rules.store'
import { sendWithCode, type PayingDeps } from './run-payout'
import { askAgain, closeCase } from './settle-by-person'
import { casesOfOrder, countCases, openCaseView, pageOfCases } from './views.store'

export interface RefundsDeps {
  readonly database: Database
  readonly paying: PayingDeps
  readonly refundDueMinutes: () => number
  /** Does this shop's platform pay back only what the buyer asked for there, and hear a refusal? */
  readonly refundMannersOf: (
    shopId: string,
  ) => Promise<{ readonly refundsAskedFor?: boolean; readonly takesRefusal?: boolean }>
  readonly wakeJobs: () => void
}

const OPENS: readonly Role[] = ['owner', 'supervisor', 'sales', 'support', 'finance']
const PAYS: readonly Role[] = ['owner', 'supervisor', 'finance']
const RECEIVES: readonly Role[] = ['owner', 'supervisor', 'warehouse']
const MARKS: readonly Role[] = ['owner', 'supervisor']

function only(caller: Caller, roles: readonly Role[], what: string): void {
  if (!caller.roles.some((role) => roles.includes(role)))
    throw new ORPCError('FORBIDDEN', { status: 403, defined: true, data: { what } })
}

export function refundsRpc({ database, paying, refundDueMinutes, refundMannersOf, wakeJobs }: RefundsDeps) {
  const os = implement(refundsContract).$context<RpcContext>().use(guard)
  const settings = () => ({ refundDueMinutes: refundDueMinutes() })

  /** A command of a screen: once, in one transaction, then whatever it queued runs. */
  async function command<T>(
    actor: Actor,
    name: string,
    input: { readonly commandId: string },
    body: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    const result = await database.withTx(actor, (tx) =>
      once(tx, { commandId: input.commandId, name: `refunds.${name}`, input }, () => body(tx)),
    )
    wakeJobs()
    return result
  }
  const person = ({ caller }: RpcContext) => ({ id: caller.personId, name: caller.name, roles: caller.roles })
  const moved = ({ version, state }: RefundCase) => ({ version, state })

  /** Who may not set amounts gets what was paid for the lines; anything else is refused. */
  async function amountFor(read: ReadDb, caller: Caller, input: { orderId: number; lines: readonly { lineExternalId: string; quantity: number }[]; amountMinor?: number | undefined }) {
    if (!(await read.get('select 1 as one from orders where id=?', [input.orderId]))) throw new Refusal('no-such-order')
    const proposed = await proposeCase(read, input.orderId, input.lines)
    const amountMinor = input.amountMinor ?? proposed.linesMinor
    if (amountMinor !== proposed.linesMinor) mustEdit(caller, caseAmount, 'amountMinor')
    return { ...proposed, amountMinor }
  } // prettier-ignore

  return {
    page: os.page.handler(({ input }) => pageOfCases(database.read, input)),
    counts: os.counts.handler(({ context }) =>
      countCases(database.read, context.caller.roles, paying.clock.now()),
    ),
    open: os.open.handler(async ({ input }) => {
      const detail = await openCaseView(database.read, input.id)
      const order = await database.read.get<{ shop_id: string }>('select shop_id from orders where id=?', [detail.row.orderId]) // prettier-ignore
      const { refundsAskedFor = false, takesRefusal = false } = await refundMannersOf(order?.shop_id ?? '')
      const asked = detail.externalId !== null
      return { ...detail, needsRequest: !asked && refundsAskedFor, tellsRefusal: asked && takesRefusal }
    }),
    ofOrder: os.ofOrder.handler(async ({ input }) => {
      const order = await database.read.get<{ shop_id: string; buyer_key: string | null }>(
        'select shop_id, buyer_key from orders where id=?',
        [input.orderId],
      )
      if (!order) throw new Refusal('no-such-order')
      const vip = await isVip(database.read, order.shop_id, order.buyer_key)
      return { rows: await casesOfOrder(database.read, input.orderId), vip, vipKnown: order.buyer_key !== null } // prettier-ignore
    }),
    foresee: os.foresee.handler(async ({ input, context }) => {
      only(context.caller, OPENS, 'refund')
      const { order, linesMinor, leftMinor, paidMinor, amountMinor } = await amountFor(database.read, context.caller, input) // prettier-ignore
      const why = await foreseeCase(database.read, order, amountMinor)
      const { refundsAskedFor: needsRequest = false } = await refundMannersOf(order.shopId)
      return { linesMinor, leftMinor, paidMinor, amountMinor, currency: order.currency, needsRequest, dueMinutes: refundDueMinutes(), why: { ...why, stages: why.stages.map((stage) => [...stage]) } } // prettier-ignore
    }),
    create: os.create.handler(({ input, context }) => {
      only(context.caller, OPENS, 'refund')
      return command(actingAs(context.caller, 'support', ...OPENS), 'create', input, async (tx) => {
        await tx.get(`select id from orders where id=?${tx.forUpdate}`, [input.orderId])
        const { order, amountMinor, leftMinor, paidMinor } = await amountFor(tx, context.caller, input)
        if (amountMinor > leftMinor || amountMinor === 0)
          throw new Refusal('refund-too-large', { amountMinor, leftMinor, paidMinor, refundedMinor: paidMinor - leftMinor, currency: order.currency })
        const { kind, lines, reason } = input
        const opened = await openCase(tx, settings(), { order, kind, amountMinor, reason, source: 'hand', externalId: null, lines })
        return { id: opened.id, state: opened.state }
      }) // prettier-ignore
    }),
    decide: os.decide.handler(({ input, context }) =>
      command(actorOf(context.caller), 'decide', input, async (tx) =>
        moved(await decideStep(tx, settings(), { ...input, person: person(context) })),
      ),
    ),
    approveMany: os.approveMany.handler(({ input, context }) =>
      command(actorOf(context.caller), 'approveMany', input, async (tx) => {
        const done: number[] = []
        const refused: { id: number; code: string }[] = []
        for (const { id: caseId, version } of input.cases)
          try {
            await tx.savepoint(() => decideStep(tx, settings(), { caseId, version, role: input.role, yes: true, reason: '', person: person(context) })) // prettier-ignore
            done.push(caseId)
          } catch (error) {
            if (!(error instanceof Refusal)) throw error
            refused.push({ id: caseId, code: error.code })
          }
        return { done, refused }
      }),
    ),
    enterCode: os.enterCode.handler(async ({ input, context }) => {
      only(context.caller, PAYS, 'payout')
      const { code, ...noted } = input
      // The code is in no table, not even hashed: the command is remembered without it.
      const key = await command(
        actingAs(context.caller, 'finance', ...PAYS),
        'enterCode',
        noted,
        async (tx) => {
          const found = await loadCase(tx, input.caseId)
          if (found.version !== input.version)
            throw new Refusal('edited-meanwhile', { version: found.version })
          const payout = await payoutOf(tx, found.id)
          if (payout?.state !== 'needs-code') throw new Refusal('no-code-needed')
          return payout.key
        },
      )
      const [now] = await database.read.all<{ state: string }>(
        'select state from refund_payouts where key=?',
        [key],
      )
      if (now?.state === 'needs-code') await sendWithCode(paying, key, code)
      wakeJobs()
      const { version, state } = (await openCaseView(database.read, input.caseId)).row
      return { version, state }
    }),
    askAgain: os.askAgain.handler(({ input, context }) => {
      only(context.caller, PAYS, 'payout')
      return command(actingAs(context.caller, 'finance', ...PAYS), 'askAgain', input, async (tx) =>
        moved(await askAgain(tx, input)),
      )
    }),
    close: os.close.handler(({ input, context }) => {
      only(context.caller, PAYS, 'payout')
      return command(actingAs(context.caller, 'finance', ...PAYS), 'close', input, async (tx) =>
        moved(await closeCase(tx, input)),
      )
    }),
    goodsBack: os.goodsBack.handler(({ input, context }) => {
      only(context.caller, RECEIVES, 'stock')
      return command(actingAs(context.caller, 'warehouse', ...RECEIVES), 'goodsBack', input, async (tx) => {
        const { case: found, untracked } = await takeGoodsBack(tx, settings(), input)
        return { ...moved(found), untracked: [...untracked] }
      })
    }),
    markVip: os.markVip.handler(({ input, context }) => {
      only(context.caller, MARKS, 'vip')
      return command(actingAs(context.caller, 'supervisor', ...MARKS), 'markVip', input, async (tx) => {
        const order = await tx.get<{ shop_id: string; buyer_key: string | null }>('select shop_id, buyer_key from orders where id=?', [input.orderId])
        if (!order) throw new Refusal('no-such-order')
        if (order.buyer_key === null) throw new Refusal('buyer-unknown')
        const changed = await markVip(tx, { shopId: order.shop_id, buyerKey: order.buyer_key, vip: input.vip, note: input.note })
        if (changed) recordHistory(tx, { kind: input.vip ? 'refund.vip' : 'refund.vip-off', entity: 'refund', entityId: String(input.orderId), changes: [['case.vip', input.vip ? 'no' : 'yes', input.vip ? 'yes' : 'no']] })
        return { vip: input.vip }
      }) // prettier-ignore
    }),
    importVips: os.importVips.handler(async ({ input, context }) => {
      only(context.caller, MARKS, 'vip')
      const table = await readTable(input.name, Buffer.from(input.base64, 'base64'))
      return command(actingAs(context.caller, 'supervisor', ...MARKS), 'importVips', input, async (tx) => {
        const { marked, known, unknown } = await importVips(tx, input.shopId, table)
        return { marked, known, unknown: [...unknown] }
      })
    }),
  }
}
