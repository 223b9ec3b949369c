import { z } from 'zod'
import type { Database } from '../database'
import { OutsideFailure } from '../kernel'
import {
  bringKeysUp,
  keyOfSlip,
  matchSlip,
  openReading,
  ordersForSlip,
  pageOfSlips,
  slipById,
  wholePicture,
  type SlipDesk,
} from '../slips'
import { settleAnew, settleRead, type SlipDeps } from './settle-slip.flow'

export interface ReadingDeps extends SlipDeps {
  readonly database: Database
  readonly desk: Pick<SlipDesk, 'readPicture'>
}

const ACTOR = { who: 'core', from: 'core' }
const payload = z.object({ id: z.string() })
/** Nobody's slips are looked at again for so long, so many at a time. */
const LOOK_AGAIN_MS = 30 * 86_400_000
const LOOK_AGAIN = 200

/** The job `read-slip`: reads a kept picture in the helper, finds its order and settles both in one transaction. */
export async function readSlipJob(deps: ReadingDeps, job: { readonly payload: unknown }): Promise<void> {
  const { database, box, desk } = deps
  const { id } = payload.parse(job.payload)
  const slip = await slipById(database.read, id)
  if (slip?.state !== 'reading') return
  const key = await keyOfSlip(database.read, box, slip)
  if (!key) return
  const row = await desk.readPicture(slip.fileName, await wholePicture(database.slow, key, id, slip.parts))
  if (row.problem?.code === 'stopped')
    throw new OutsideFailure('the program ended while a slip was read', { retryable: true })
  const found = row.reading && (await matchNow(database, row.reading))
  await database.withTx(ACTOR, (tx) => settleRead(tx, deps, id, row, found))
}

/** Against every order that is committed by now. */
async function matchNow(database: Database, reading: Parameters<typeof matchSlip>[0]) {
  await bringKeysUp(database)
  const orders = await ordersForSlip(database.slow, reading)
  return { match: matchSlip(reading, orders), orders }
}

/** Slips that belonged to nobody, with the orders of now: one that came late finds its slip by itself. */
export async function matchSlipsAgain(deps: ReadingDeps, now: number): Promise<void> {
  const { database, box } = deps
  const { slips } = await pageOfSlips(database.read, ['none'], null, LOOK_AGAIN)
  for (const slip of slips) {
    if (slip.decidedBy !== null || slip.receivedAt < now - LOOK_AGAIN_MS) continue
    const reading = openReading(await keyOfSlip(database.read, box, slip), slip)
    if (!reading || reading.sense < 3) continue
    const { match } = await matchNow(database, reading)
    if (match.candidates.length > 0)
      await database.withTx(ACTOR, (tx) => settleAnew(tx, deps, slip, reading, match))
  }
}
