import { expect, test } from 'vitest'
import { startTaobaoSimulator } from '../connectors/taobao'
import { aServedCore } from '../testing/a-served-core'

test('a shop that a job, a push and its runner ask for at the same moment is opened once: a second would pull beside the first, and outlive core', async () => {
  await using taobao = await startTaobaoSimulator({ callsPerSecond: 100_000 })
  await using served = await aServedCore()
  const { id } = await served.bind('taobao', taobao)
  const { sync } = served.core
  const [job, push] = await Promise.all([sync.connectionOf(id), sync.connectionOf(id), sync.start()])
  expect(push).toBe(job)
  expect(await sync.connectionOf(id)).toBe(job)
})
