import { currencyOf, parseMajor, Refusal, timeText, Unreadable } from '../kernel'
import { decideStep, LANES, openCase, openCaseView, pageOfCases, proposeCase } from '../refunds'
import type { CoreCommand } from './commands'
import { option, type Io, type Words } from './io'
import { wrong } from './usage'
import { sumText } from './sum-text'
import type { Core } from '../build-core'

const actor = { who: 'owner', from: 'command-line' }
const owner = { id: 'owner', name: 'owner', roles: ['owner' as const] }
const USAGE =
  'zhanggui refund list [--json] | open --order N --amount A --reason R | decide CASE --role warehouse|finance|supervisor --yes|--no [--reason R]'

/** `refund list | open | decide`: at this PC's command line it is the owner who acts. */
export const refund: CoreCommand = async (core, words, io) => {
  const [verb, id] = words.positionals
  if (verb === 'list') return list(core, io)
  if (verb === 'open') return open(core, words, io)
  if (verb === 'decide' && id) return decide(core, words, io, Number(id))
  throw verb === 'decide'
    ? wrong('哪一件？写出编号，zhanggui refund list 看得到。', 'Which refund? Write its number, as zhanggui refund list shows it.', USAGE)
    : verb === undefined
      ? wrong('要做什么：list、open 还是 decide？', 'Do what: list, open or decide?', USAGE)
      : wrong(`不认识「${verb}」。`, `“${verb}” is not known.`, USAGE)
} // prettier-ignore

async function list(core: Core, io: Io): Promise<number> {
  const rows = await allOpen(core)
  const now = core.clock.now()
  const lines = rows.map(
    (row) =>
      `${row.id}\t${row.shopName}\t${row.number}\t${row.state}\t${sumText(row.amountMinor, row.currency)}\t${row.steps.map((step) => `${step.role}:${step.state}`).join(' ')}\t${row.dueAt === null ? '' : `${timeText(row.dueAt)}${row.dueAt < now ? ' 超时 late' : ''}`}\t${row.trouble ?? ''}`,
  )
  const head = '编号 no.\t店铺 shop\t单号 number\t状态 state\t金额 amount\t谁 lanes\t时限 due\t问题 trouble'
  const text = lines.length > 0 ? [head, ...lines].join('\n') : '没有待处理的退款。\nNo refund waits.'
  io.out(`${io.json ? JSON.stringify(rows) : text}\n`)
  return 0
}

async function open(core: Core, words: Words, io: Io): Promise<number> {
  const number = option(words, 'order')
  const reason = option(words, 'reason')
  const amount = option(words, 'amount')
  if (!number || !reason || !amount) {
    const missing = [number ? '' : '--order', amount ? '' : '--amount', reason ? '' : '--reason'].filter(Boolean).join(' ') // prettier-ignore
    throw wrong(`缺少 ${missing}。`, `Missing: ${missing}.`, USAGE)
  }
  const found = await core.database.read.all<{ id: number; currency: string }>(
    'select id, currency from orders where number=? or external_id=?',
    [number, number],
  )
  const [order] = found
  if (!order) throw new Refusal('no-such-order', { order: number })
  if (found.length > 1) throw new Refusal('order-not-clear', { order: number, orders: found.length })
  const amountMinor = amountIn(amount, order.currency)
  const opened = await core.database.withTx(actor, async (tx) => {
    const { order: whole, leftMinor, paidMinor } = await proposeCase(tx, order.id, [])
    if (amountMinor > leftMinor)
      throw new Refusal('refund-too-large', { amountMinor, leftMinor, paidMinor, refundedMinor: paidMinor - leftMinor, currency: order.currency }) // prettier-ignore
    return openCase(tx, settingsOf(core), { order: whole, kind: 'money', amountMinor, reason, source: 'hand', externalId: null, lines: [] }) // prettier-ignore
  })
  core.jobs.wake()
  if (!core.serving) await core.jobs.idle()
  const { row: now } = await openCaseView(core.database.read, opened.id)
  io.out(io.json ? `${JSON.stringify(now)}\n` : `${opened.id}\t${now.state}\t${opened.why.rule}\n`)
  return 0
}

async function decide(core: Core, words: Words, io: Io, caseId: number): Promise<number> {
  const role = LANES.find((lane) => lane === option(words, 'role'))
  const yes = words.options['yes'] === true
  if (!Number.isInteger(caseId))
    throw wrong('编号要写数字。', 'The number of the refund is a whole number.', USAGE)
  if (!role) throw wrong('替谁审？加 --role warehouse、finance 或 supervisor。', 'For whom? Add --role warehouse, finance or supervisor.', USAGE) // prettier-ignore
  if (yes === (words.options['no'] === true)) throw wrong('同意写 --yes，不同意写 --no，写一个。', 'Write either --yes or --no.', USAGE) // prettier-ignore
  const { row: found } = await openCaseView(core.database.read, caseId)
  await core.database.withTx(
    actor,
    (tx) =>
    decideStep(tx, settingsOf(core), { caseId, version: found.version, role, yes, reason: option(words, 'reason') ?? '', person: owner }), // prettier-ignore
  )
  core.jobs.wake()
  if (!core.serving) await core.jobs.idle()
  const { row: now } = await openCaseView(core.database.read, caseId)
  io.out(
    io.json
      ? `${JSON.stringify(now)}\n`
      : `${caseId}\t${now.state}${now.trouble ? `\t${now.trouble}` : ''}\n`,
  )
  return 0
}

/** «98», «98.5», «98.50» in the order's own currency. */
function amountIn(text: string, currency: string): number {
  try {
    const amountMinor = parseMajor(text, currencyOf(currency))
    if (amountMinor > 0) return amountMinor
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
  }
  throw wrong(
    `--amount ${text} 不是大于 0 的金额。`,
    `--amount ${text} is no amount above 0.`,
    '--amount 98.50',
  )
}

const settingsOf = (core: Core) => ({ refundDueMinutes: core.rpc.refundDueMinutes() })

async function allOpen(core: Core) {
  const all = []
  for (let cursor: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof pageOfCases>> = await pageOfCases(core.database.read, { over: false, lane: null, cursor, limit: 200 }) // prettier-ignore
    all.push(...page.rows)
    if (page.nextCursor === null) return all
    cursor = page.nextCursor
  }
}
