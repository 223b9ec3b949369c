import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { Disposables } from '../kernel'
import { aFaultProxy, type Fault, type FaultProxyOptions } from './fault-proxy'

/** A platform that counts what it was asked to do. */
async function aPlatform() {
  const heard: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => (body += String(part)))
    request.on('end', () => {
      heard.push(
        `${request.method ?? ''} ${request.url ?? ''} ${request.headers['x-sign'] as string} ${body}`,
      )
      response.writeHead(201, { 'x-answer': 'yes' }).end('已发货'.repeat(50))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    heard,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function between(given: Omit<FaultProxyOptions, 'target'>) {
  const ends = new Disposables()
  const platform = ends.add(await aPlatform())
  const proxy = ends.add(await aFaultProxy({ target: platform.origin, ...given }))
  const ask = (body = 'ship') =>
    fetch(`${proxy.origin}/do?once=1`, { method: 'POST', headers: { 'x-sign': 'abc' }, body })
  return { platform, proxy, ask, [Symbol.asyncDispose]: () => ends[Symbol.asyncDispose]() }
}

const always = (fault: Fault) => ({ seed: 1, shares: { [fault]: 1 } })

test('without a fault a call and its answer pass unharmed', async () => {
  await using given = await between({ seed: 1, shares: {} })
  const response = await given.ask()
  expect([response.status, response.headers.get('x-answer')]).toEqual([201, 'yes'])
  expect(await response.text()).toBe('已发货'.repeat(50))
  expect(given.platform.heard).toEqual(['POST /do?once=1 abc ship'])
})

test('an error is answered before the platform heard of the call', async () => {
  await using given = await between(always('error'))
  expect((await given.ask()).status).toBe(500)
  expect(given.platform.heard).toHaveLength(0)
})

for (const fault of ['lost', 'timeout', 'cut'] as const)
  test(`${fault}: the platform acted once, and the caller cannot know`, async () => {
    await using given = await between({ ...always(fault), timeoutMs: 30 })
    await expect(given.ask().then((response) => response.text())).rejects.toThrow()
    expect(given.platform.heard).toHaveLength(1)
    expect(given.proxy.struck[fault]).toBe(1)
  })

test('twice: the platform hears it two times', async () => {
  await using given = await between(always('twice'))
  expect((await given.ask()).status).toBe(201)
  expect(given.platform.heard).toHaveLength(2)
})

test('calm, and calls that are not meant, pass', async () => {
  await using given = await between({ ...always('error'), strikes: ({ body }) => body !== 'read' })
  expect((await given.ask('read')).status).toBe(201)
  expect((await given.ask()).status).toBe(500)
  given.proxy.calm = true
  expect((await given.ask()).status).toBe(201)
})

test('the same seed strikes the same calls, by about the shares that were asked for', async () => {
  const shares = { error: 0.2, lost: 0.1 }
  const runs = await Promise.all(
    [7, 7, 8].map(async (seed) => {
      await using given = await between({ seed, shares })
      const outcomes: string[] = []
      for (let n = 0; n < 100; n++)
        outcomes.push(
          await given.ask().then(
            (response) => String(response.status),
            () => 'gone',
          ),
        )
      return { outcomes, struck: { ...given.proxy.struck } }
    }),
  )
  expect(runs[0]).toEqual(runs[1])
  expect(runs[0]).not.toEqual(runs[2])
  for (const { struck } of runs) {
    expect(struck.error).toBeGreaterThan(8)
    expect(struck.lost).toBeGreaterThan(2)
  }
})
