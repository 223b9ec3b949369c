import type { ReadDb } from '../database'
import { stuckJobs, type StuckJob } from '../jobs'
import type { StuckJobView } from './sync.contract'

interface Order { shop_id: string; id: number; number: string } // prettier-ignore

/** Stuck work with the order and the shop it is about, as a person knows them. */
export async function listStuck(read: ReadDb): Promise<StuckJobView[]> {
  return Promise.all((await stuckJobs(read)).map((job) => viewOf(read, job)))
}

async function viewOf(read: ReadDb, job: StuckJob): Promise<StuckJobView> {
  const order = await orderOf(read, job)
  const shop = await read.get<{ name: string; platform: string }>(
    'select name, platform from shops where id = ?',
    [order?.shop_id ?? job.subject],
  )
  return {
    id: String(job.id), kind: job.kind, error: job.error, since: job.since,
    shopName: shop?.name ?? null, platform: shop?.platform ?? null,
    orderId: order?.id ?? null, orderNumber: order?.number ?? null,
  } // prettier-ignore
}

/** The one order that a job names: in its payload, in its subject, or by the platform's id. */
async function orderOf(read: ReadDb, { subject, payload }: StuckJob): Promise<Order | undefined> {
  const { orderId, ids } = (payload ?? {}) as { orderId?: unknown; ids?: unknown }
  const own = typeof orderId === 'number' ? orderId : Number(/^order:(\d+)$/.exec(subject)?.[1])
  if (Number.isSafeInteger(own))
    return read.get<Order>('select id, shop_id, number from orders where id = ?', [own])
  if (!Array.isArray(ids) || ids.length !== 1 || typeof ids[0] !== 'string') return undefined
  return read.get<Order>('select id, shop_id, number from orders where shop_id = ? and external_id = ?', [
    subject,
    ids[0],
  ])
}
