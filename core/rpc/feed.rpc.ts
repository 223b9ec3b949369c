import { implement } from '@orpc/server'
import { feedSince } from '../audit'
import { guard, type RpcContext } from '../auth'
import type { Database } from '../database'
import { feedContract, type FeedFrame } from './feed.contract'
import type { Announced, FeedHub } from './feed-hub'
import { frameReader } from './feed-rows'

/** Further behind than this a screen asks for everything anew. */
const MOST_BEHIND = 500

export function feedRpc(database: Database, hub: FeedHub) {
  const whole = frameReader(database.read)
  const os = implement(feedContract).$context<RpcContext>().use(guard)
  return {
    follow: os.follow.handler(async function* ({ input, signal }) {
      const frames: Announced[] = []
      let wake: () => void = () => undefined
      // Follow first, then catch up: what happens in between is named twice, never missed.
      using _following = hub.follow((frame) => {
        frames.push(frame)
        wake()
      })
      signal?.addEventListener('abort', () => wake(), { once: true })
      yield await firstFrame(database, hub, input)
      while (!signal?.aborted) {
        for (let frame = frames.shift(); frame; frame = frames.shift()) yield await whole(frame)
        await new Promise<void>((resolve) => {
          wake = resolve
          if (frames.length > 0 || signal?.aborted) resolve()
        })
      }
    }),
  }
}

async function firstFrame(
  database: Database,
  hub: FeedHub,
  { epoch, since }: { epoch: string | null; since: number | null },
): Promise<FeedFrame> {
  const base = { epoch: hub.epoch, sequence: hub.sequence, orders: null }
  if (since === null) return { ...base, reload: false, changes: [] }
  if (epoch !== hub.epoch) return { ...base, reload: true, changes: [] }
  const missed = await feedSince(database.read, since, MOST_BEHIND + 1)
  if (missed.length > MOST_BEHIND) return { ...base, reload: true, changes: [] }
  return { ...base, reload: false, changes: missed.map(({ entity, entityId }) => ({ entity, id: entityId })) }
}
