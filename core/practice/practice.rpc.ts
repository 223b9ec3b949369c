import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { implement } from '@orpc/server'
import { guard, mustEdit, type RpcContext } from '../auth'
import type { Database } from '../database'
import { randomToken, Refusal, type Clock, type SecretBox } from '../kernel'
import { billAt, importBills } from '../reconciliation'
import { takeSlip } from '../slips'
import { practiceSales } from './bill-sales.store'
import { writePracticeBills } from './bills'
import { askForMoney } from './ask-for-money.store'
import { broughtBills, broughtRequests, broughtSlips, practiceContract } from './practice.contract'
import type { OpenShops } from './open-shops'
import { seededRandom } from './random'
import { handInParcels, returnSlips, writeReturnSlips } from './return-slips.store'
import { parcelFor } from './waybill'

export interface PracticeDeps {
  readonly database: Database
  readonly box: SecretBox
  readonly clock: Clock
  readonly practice: boolean
  /** The data folder: what is brought lies in it for a moment. */
  readonly folder: string
  /** Where the empty slips lie. */
  readonly slipForms: string
  readonly wakeJobs: () => void
  readonly playing: OpenShops
  readonly sync: { pullNow(shopId: string | null): void }
}

const SEED = 20_261_124
const TROUBLE_SHARE = 0.02
/** Of a month that has only begun: there is something to answer in it too. */
const TROUBLE_SHARE_OF_A_DAY = 0.12
const DAY_MS = 86_400_000
const CHINA_MS = 8 * 3_600_000

export function practiceRpc(deps: PracticeDeps) {
  const { database, box, clock } = deps
  const os = implement(practiceContract).$context<RpcContext>().use(guard)
  const actorOf = ({ caller }: RpcContext) => ({ who: caller.name, from: caller.from })
  async function inScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
    if (!deps.practice) throw new Refusal('only-practice')
    const folder = join(deps.folder, `practice-${randomToken().slice(0, 8)}`)
    try {
      return await work(folder)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  return {
    bringSlips: os.bringSlips.handler(({ context }) =>
      inScratch(async (folder) => {
        mustEdit(context.caller, broughtSlips.shape.taken, 'slips')
        const slips = await returnSlips(database.read, { seed: SEED, now: clock.now() })
        let taken = 0
        for (const file of await writeReturnSlips(folder, deps.slipForms, slips)) {
          const bytes = await readFile(file)
          const { repeat } = await database.withTx(actorOf(context), (tx) =>
            takeSlip(tx, box, { bytes, name: file, source: 'picker' }),
          )
          if (!repeat) taken++
        }
        handInParcels(deps.playing, slips, clock.now())
        deps.sync.pullNow(null)
        deps.wakeJobs()
        return { taken }
      }),
    ),
    bringRequests: os.bringRequests.handler(async ({ context }) => {
      if (!deps.practice) throw new Refusal('only-practice')
      mustEdit(context.caller, broughtRequests.shape.asked, 'refunds')
      const asked = await askForMoney(database.read, deps.playing, clock.now())
      deps.sync.pullNow(null)
      return { asked }
    }),
    bringBills: os.bringBills.handler(({ context }) =>
      inScratch(async (folder) => {
        mustEdit(context.caller, broughtBills.shape.files, 'bills')
        const month = monthOf(clock.now())
        const sales = practiceSales(database.slow, month)
        const { files } = await writePracticeBills(folder, sales, {
          seed: SEED,
          troubleShare: Math.max(TROUBLE_SHARE, TROUBLE_SHARE_OF_A_DAY / Math.ceil((month.to - month.from) / DAY_MS)), // prettier-ignore
          ...month,
        })
        const taken = await importBills({ database, box }, actorOf(context), files.map((file) => billAt(file))) // prettier-ignore
        return {
          files: taken.files.length,
          rows: taken.files.reduce((sum, file) => sum + (file.ok ? file.rows : 0), 0),
        }
      }),
    ),
    waybills: os.waybills.handler(({ input }) => {
      if (!deps.practice) throw new Refusal('only-practice')
      const random = seededRandom(clock.now())
      return { waybills: Array.from({ length: input.count }, () => parcelFor(random, false).waybill) }
    }),
  }
}

/** The month in China so far, to the end of yesterday: a provider's bill of a day comes the next morning. UTC ms. */
function monthOf(now: number): { from: number; to: number } {
  const day = 86_400_000
  const to = Math.floor((now + CHINA_MS) / day) * day - CHINA_MS
  const last = new Date(to - 1 + CHINA_MS)
  return { from: Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), 1) - CHINA_MS, to }
}
