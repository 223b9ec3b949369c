import { readFile } from 'node:fs/promises'
import type { Core } from '../build-core'
import { keyOfSlip, openReading, slipById, takeSlip, type Slip } from '../slips'
import type { Io } from './io'
import { unreadPrediction, type Prediction } from './scan-prediction'

const ACTOR = { who: 'owner', from: 'command-line' }
const LOOK_MS = 150

/**
 * Keeps the pictures in the data folder as a station's are kept, waits until the background work has read them, and
 * tells what it found. A picture that is there already is told as it stands.
 */
export async function scanIntoFolder(core: Core, files: readonly string[], io: Io): Promise<Prediction[]> {
  const predictions: Prediction[] = []
  const taken: { file: string; id: string | null }[] = []
  for (const file of files) taken.push({ file, id: await keep(core, file) })
  core.jobs.wake()
  for (const [at, { file, id }] of taken.entries()) {
    const prediction = id === null ? unreadPrediction(file, 'file-missing', 0) : await told(core, file, await read(core, id)) // prettier-ignore
    if (prediction.error !== undefined) io.err(`${at + 1}/${files.length} ${file}: ${prediction.error}\n`)
    predictions.push(prediction)
  }
  return predictions
}

async function keep(core: Core, file: string): Promise<string | null> {
  let bytes: Buffer
  try {
    bytes = await readFile(file)
  } catch (error) {
    core.log.warn({ error }, 'a picture could not be opened')
    return null
  }
  const sent = { bytes, name: file, source: 'command' as const }
  return (await core.database.withTx(ACTOR, (tx) => takeSlip(tx, core.box, sent))).id
}

async function read(core: Core, id: string): Promise<Slip> {
  for (;;) {
    const slip = await slipById(core.database.read, id)
    if (slip && slip.state !== 'reading') return slip
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

async function told(core: Core, file: string, slip: Slip): Promise<Prediction> {
  const ms = slip.readMs ?? 0
  const reading = openReading(await keyOfSlip(core.database.read, core.box, slip), slip)
  if (!reading) return unreadPrediction(file, slip.problem ?? '', ms)
  return {
    file, waybill: slip.waybill, courier: slip.courier, orderNo: reading.orderNo?.value ?? null,
    amount: reading.amount ? (reading.amount.value / 100).toFixed(2) : null, date: reading.date?.value ?? null,
    phone: reading.phone?.value ?? null, reason: reading.reason?.value ?? null,
    matchedOrderId: slip.orderId === null ? null : String(slip.orderId), confidence: slip.candidates[0]?.confidence ?? 0,
    candidates: slip.candidates.map((one) => ({ ...one, orderId: String(one.orderId) })), ...(slip.ask ? { ask: slip.ask } : {}), ms,
  } // prettier-ignore
}
