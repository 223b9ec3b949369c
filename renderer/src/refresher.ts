/**
 * Gathers announcements and answers them one batch after another: a busy shop refreshes the page as fast as core
 * answers, never faster, and no question is cut off by the next. `pauseMs` lets a burst gather first.
 */
export function makeRefresher<News>(
  refresh: (news: readonly News[]) => Promise<unknown>,
  pauseMs: number,
): (news: News) => void {
  let waiting: News[] = []
  let running = false
  const run = async () => {
    running = true
    while (waiting.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      const news = waiting
      waiting = []
      await refresh(news)
    }
    running = false
  }
  return (news) => {
    waiting.push(news)
    if (!running) void run()
  }
}
