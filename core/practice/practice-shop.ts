import type { Simulator } from '../connectors'
import { Disposables, Refusal, systemClock, type Clock } from '../kernel'
import { newAgenda } from './agenda'
import { setFaults } from './fault-words'
import { platformOf, startSimulator } from './platforms'
import { PRACTICE_SHOPS } from './shop'
import { playSilently, stageOf } from './stage'
import { weekOf } from './week'

export interface PracticeShopOptions {
  /** `taobao`, `shopify` or `vendure`. */
  readonly platform: string
  /** 0 = any free one. */
  readonly port?: number
  /** Exactly so many orders, spread over the past week. */
  readonly orders?: number
  readonly seed?: number
  /** As `setFaults` reads them. */
  readonly faults?: string
  readonly clock?: Clock
}

/**
 * One practice shop on its own. No order joins those asked for, but the open ones go on: they are paid, shipped,
 * completed in their time. Refuses `unknown-platform`, `unknown-fault`, `bad-number`.
 */
export async function startPracticeShop(options: PracticeShopOptions): Promise<Simulator> {
  const { port = 0, orders = 100, seed = 1, faults = '', clock = systemClock } = options
  const platform = platformOf(options.platform)
  for (const [name, value] of Object.entries({ port, orders, seed }))
    if (!Number.isSafeInteger(value) || value < 0)
      throw new Refusal('bad-number', { name, value: String(value) })
  const shop = PRACTICE_SHOPS.find((one) => one.platform === platform) ?? PRACTICE_SHOPS[0]!
  const life = new Disposables()
  const simulator = life.add(await startSimulator(platform, { port, seed, now: () => clock.now() }))
  try {
    setFaults(simulator.faults, faults)
    const now = clock.now()
    const { events } = weekOf({ shop, now, seed, orders })
    const stage = stageOf(simulator.shop)
    playSilently(stage, events.filter((event) => event.at <= now), simulator) // prettier-ignore
    const agenda = newAgenda()
    for (const event of events) if (event.at > now) agenda.note(event.at, () => stage.play(event))
    const ending = new AbortController()
    const running = (async () => {
      while (!ending.signal.aborted) {
        agenda.doUntil(clock.now())
        await clock.sleep(1000, ending.signal)
      }
    })()
    life.add(async () => {
      ending.abort()
      await running
    })
  } catch (error) {
    await life[Symbol.asyncDispose]()
    throw error
  }
  const { origin, settings, faults: live, calls } = simulator
  return {
    origin,
    settings,
    shop: simulator.shop,
    faults: live,
    calls,
    [Symbol.asyncDispose]: () => life[Symbol.asyncDispose](),
  }
}
