import { join } from 'node:path'
import { resetPin } from '../auth'
import type { Core } from '../build-core'
import { doctor } from '../database'
import { Refusal, timeText } from '../kernel'
import { addShop, listShops, openAccount, testSteps } from '../shops'
import { shopSyncs } from '../sync'
import { checkSentence } from './check-sentences'
import { exportSheet } from './export'
import { importFiles } from './import'
import { person } from './person'
import { damagedLines } from '../refunds'
import { proofSentence } from './proof-sentences'
import { refund } from './refund'
import { scan } from './scan'
import { ship } from './ship'
import { shopLines } from './shop-lines'
import { sentenceOf } from './sentences'
import { stepSentence } from './step-sentences'
import { stock } from './stock'
import { DEFAULT_PORT, option, options, type Io, type Words } from './io'
import { wrong } from './usage'

/** A command that needs the folder's core, its own or a running one's. Returns the exit code. */
export type CoreCommand = (core: Core, words: Words, io: Io) => Promise<number>

const say = (io: Io, json: unknown, text: string) =>
  io.out(io.json ? `${JSON.stringify(json)}\n` : `${text}\n`)
const actor = { who: 'owner', from: 'command-line' }

async function shop(core: Core, words: Words, io: Io): Promise<number> {
  const [verb, id] = words.positionals
  if (verb === 'add') return shopAdd(core, words, io)
  if (verb === 'list') {
    const address = await core.lastAddress()
    const states = new Map(
      (await shopSyncs(core.database.read, core.clock.now())).map((one) => [one.shopId, one]),
    )
    const shops = (await listShops(core.database.read)).map((one) => ({
      id: one.id,
      platform: one.platform,
      name: one.name,
      url: one.origin,
      paused: one.paused,
      health: states.get(one.id)?.health,
      dataAsOf: states.get(one.id)?.dataAsOf ?? null,
      lastError: states.get(one.id)?.lastError ?? null,
      webhookUrl: webhookUrl(address, one.id),
    }))
    say(io, shops.map((one) => ({ ...one, dataAsOf: isoOrNull(one.dataAsOf) })), shopLines(shops)) // prettier-ignore
    return 0
  }
  if (verb === 'test' && id) {
    const account = await openAccount(core.database.read, core.box, id)
    const steps = []
    for await (const step of testSteps(
      core.rpc.tryConnection({ platform: account.platform, url: account.origin, settings: account.settings }),
    )) {
      steps.push(step)
      if (!io.json) io.out(`${stepSentence(step)}\n`)
    }
    if (io.json) io.out(`${JSON.stringify(steps)}\n`)
    return steps.every((step) => step.ok) ? 0 : 1
  }
  const line = 'zhanggui shop add | list | test ID'
  throw verb === 'test'
    ? wrong('试哪家店？写出编号，zhanggui shop list 看得到。', 'Test which shop? Write its id, as zhanggui shop list shows it.', line)
    : verb === undefined
      ? wrong('要做什么：add、list 还是 test？', 'Do what: add, list or test?', line)
      : wrong(`不认识「${verb}」。`, `“${verb}” is not known.`, line) // prettier-ignore
}

async function shopAdd(core: Core, words: Words, io: Io): Promise<number> {
  const platform = option(words, 'platform')
  const name = option(words, 'name')
  if (!platform || !name)
    throw wrong(
      `缺少${platform ? '' : ' --platform（哪个平台）'}${name ? '' : ' --name（店名）'}。`,
      `Missing:${platform ? '' : ' --platform'}${name ? '' : ' --name'}.`,
      'zhanggui shop add --platform P --name N [--url ORIGIN] [--since DATE] --set key=value…',
    )
  const settings = Object.fromEntries(
    options(words, 'set').map((pair) => {
      const cut = pair.indexOf('=')
      if (cut < 1) throw wrong(`--set ${pair.slice(0, 20)} 少了等号。`, `--set ${pair.slice(0, 20)} has no “=”.`, '--set key=value') // prettier-ignore
      return [pair.slice(0, cut), pair.slice(cut + 1)]
    }),
  )
  const since = option(words, 'since')
  const sinceMs = since === undefined ? null : Date.parse(since)
  if (sinceMs !== null && Number.isNaN(sinceMs))
    throw wrong(`--since ${since} 不是日期。`, `--since ${since} is no date.`, '--since 2026-09-01') // prettier-ignore
  const added = await core.database.withTx(actor, (tx) =>
    addShop(tx, core.box, { platform, name, url: option(words, 'url') ?? '', settings, since: sinceMs }),
  )
  if (core.serving) await core.sync.start()
  const known = await core.lastAddress()
  const url = webhookUrl(known, added.id)
  say(
    io,
    { id: added.id, webhookUrl: url },
    `${added.id}  ${name}\nwebhook: ${url}\n钥匙认不认，测一下 / whether its keys are accepted: zhanggui shop test ${added.id}`,
  )
  if (!core.serving)
    io.err(
      `掌柜没有在运行：这是${known ? '上次' : '默认'}的地址。运行时再看 zhanggui shop list，以它为准。\nZhanggui is not running: this is ${known ? 'its last address' : 'the usual address'}. What zhanggui shop list says while it runs is what counts.\n`,
    )
  return 0
}

/** Where the shop's pushes reach this PC: the path behind whatever address the owner makes public. */
function webhookUrl(address: string | undefined, shopId: string): string {
  return `${address ?? `http://127.0.0.1:${DEFAULT_PORT}`}/hooks/${shopId}`
}

async function sync(core: Core, words: Words, io: Io): Promise<number> {
  const only = option(words, 'shop')
  const shops = (await listShops(core.database.read)).filter(
    (one) => !one.paused && (only === undefined || one.id === only),
  )
  if (only !== undefined && shops.length === 0) throw new Refusal('no-such-shop', { shop: only })
  const before = await orderCount(core)
  // A first reading takes minutes at a platform's pace: silence would look like a hang.
  io.err(
    `正在读 ${shops.length} 家店，读到平台的现在为止… / reading ${shops.length} shops up to the platforms' now…\n`,
  )
  const failed = await core.sync.once(shops.map((one) => one.id), () => core.jobs.idle()) // prettier-ignore
  const states = (await shopSyncs(core.database.read, core.clock.now())).filter((one) =>
    shops.some((known) => known.id === one.shopId),
  )
  const total = await orderCount(core)
  const exceptions = Number(
    (
      await core.database.read.get<{ n: number }>(
        `select count(*) as n from inbox_pages where state='exception'`,
      )
    )?.n ?? 0,
  )
  say(
    io,
    {
      shops: states.map((one) => ({
        id: one.shopId,
        dataAsOf: isoOrNull(one.dataAsOf),
        lastError: failed.find(({ shopId }) => shopId === one.shopId)?.error.message ?? one.lastError,
      })),
      orders: total,
      newOrders: total - before,
      exceptions,
    },
    `${states.map((one) => `${one.shopId} ${one.shopName}: 读到 up to ${one.dataAsOf === null ? '—' : timeText(one.dataAsOf)}`).join('\n')}\n${total} 单（新 ${total - before}）· 读不懂 ${exceptions}\n${total} orders (${total - before} new), ${exceptions} not understood`,
  )
  for (const { shopId, error } of failed) {
    const name = shops.find((one) => one.id === shopId)?.name ?? ''
    io.err(
      `✗ ${shopId} ${name} 没读成 / was not read: ${
        error.needsKeys
          ? '平台不认它的钥匙了，换新钥匙 / the platform refuses its keys, give it new ones'
          : '平台没好好回话 / the platform did not answer properly'
      }\n  ${sentenceOf(error)}\n`,
    )
  }
  if (failed.length === 0) return 0
  const well = shops.length - failed.length
  io.err(
    well === 0
      ? '没有一家读到最新；没有丢东西，再运行一次就接着读。/ No shop was read up to now; nothing is lost, run it again to go on.\n'
      : `其余 ${well} 家读到了最新。/ The other ${well} were read up to now.\n`,
  )
  return 1
}

async function orderCount(core: Core): Promise<number> {
  return Number(
    (await core.database.read.get<{ n: number }>('select coalesce(sum(count),0) as n from order_counters'))
      ?.n ?? 0,
  )
}

const runDoctor: CoreCommand = async (core, _words, io) => {
  const examined = await doctor(core.database)
  // A line torn by a power cut never left; one damaged since is asked for all the same. Either wants to be known.
  const damaged = damagedLines(core.folder)
  const journal = {
    check: 'payout-journal' as const,
    ok: damaged === 0,
    detail: damaged === 0 ? 'ok' : `${damaged} damaged lines`,
  }
  const report = { ...examined, findings: [...examined.findings, journal] }
  say(io, report, report.findings.map(checkSentence).join('\n'))
  return report.ok ? 0 : 1
}

const runBackup: CoreCommand = async (core, _words, io) => {
  const made = await core.backupNow()
  const path = join(core.folder, 'backups', made.file)
  const [zh, en] = proofSentence(made.problem ?? '')
  say(
    io,
    { ...made, path },
    made.provenAt
      ? `✓ 备份好了，也验证过了 / made and proven\n  ${path}`
      : `✗ 备份没有通过验证：${zh}。先运行 zhanggui doctor。\n  The backup could not be proven: ${en}. Look with zhanggui doctor.\n  ${path}`,
  )
  return made.provenAt ? 0 : 1
}

const pin: CoreCommand = async (core, words, io) => {
  if (words.positionals[0] !== 'reset')
    throw wrong('忘了 PIN 就写 reset。', 'To clear a forgotten PIN write reset.', 'zhanggui pin reset')
  await core.database.withTx(actor, (tx) => resetPin(tx))
  say(
    io,
    { reset: true },
    'PIN 已清除，所有设备已退出。下次打开时重新设置。\nThe PIN is cleared and every device signed out. Set a new one at the next start.',
  )
  return 0
}

export const CORE_COMMANDS: ReadonlyMap<string, CoreCommand> = new Map(
  Object.entries({
    person,
    refund,
    scan,
    ship,
    shop,
    stock,
    sync,
    import: importFiles,
    export: exportSheet,
    doctor: runDoctor,
    backup: runBackup,
    pin,
  }),
)

function isoOrNull(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : new Date(ms).toISOString()
}
