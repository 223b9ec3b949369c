import type { FeedFrame } from '../../core/rpc/api'

/**
 * Gathers announcements and answers them one batch after another: a busy shop refreshes the page as fast as core
 * answers, never faster, and no question is cut off by the next. `pauseMs` lets a burst gather first.
 */
export function makeRefresher(
  refresh: (frames: readonly FeedFrame[]) => Promise<unknown>,
  pauseMs: number,
): (frame: FeedFrame) => void {
  let waiting: FeedFrame[] = []
  let running = false
  const run = async () => {
    running = true
    while (waiting.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      const frames = waiting
      waiting = []
      await refresh(frames)
    }
    running = false
  }
  return (frame) => {
    waiting.push(frame)
    if (!running) void run()
  }
}
