import type { Simulator, SimulatorMemory } from '../connectors'
import { Disposables, reasonOf, type Clock } from '../kernel'
import { newAgenda } from './agenda'
import { arrivalAt, gapAfter, type ArrivalPace } from './arrivals'
import type { PracticeEvent } from './event'
import { orderBook, type OrderBook } from './order'
import { startSimulator } from './platforms'
import { seededRandom } from './random'
import { PRACTICE_SHOPS, type Platform, type PracticeShop } from './shop'
import { playSilently, stageOf, type Stage } from './stage'
import { makeTroubles, toldAt } from './troubles'
import { weekOf } from './week'

export interface PracticeOptions {
  /** UTC ms. The moment up to which the past week is laid out; if the clock is past it, the days since are played too. */
  readonly now: number
  readonly seed: number
  readonly clock: Clock
  /** What the shops remembered of an earlier run, in their order: they go on from there, no week is laid out anew. */
  readonly memories?: readonly (ShopMemory | undefined)[]
}

/** A shop between two runs: its platform, the numbers it gave, and what is still to come. Data only. */
export interface ShopMemory {
  /** UTC ms up to which its life was played. */
  readonly at: number
  readonly simulator: SimulatorMemory
  readonly stage: SimulatorMemory
  readonly future: readonly PracticeEvent[]
}

export interface PlayedShop {
  readonly platform: Platform
  readonly name: string
  readonly origin: string
  /** What `shop add` needs. */
  readonly settings: Readonly<Record<string, string>>
  readonly simulator: Simulator
  /** Where its webhooks go from now on. */
  pushTo(url: string | undefined): void
  /** Copy or serialize it at once: the maps inside live on. */
  remember(): ShopMemory
}

/** The practice shops, open and busy until disposed. */
export interface Practice extends AsyncDisposable {
  readonly shops: readonly PlayedShop[]
  /** Plays all that happens up to `untilMs`; the clock does it too, twice a second. Returns how many things happened. */
  step(untilMs: number): number
}

interface Actor {
  readonly shop: PracticeShop
  readonly simulator: Simulator
  readonly stage: Stage
  readonly book: OrderBook
  readonly future: Set<PracticeEvent>
  /** From when on its life is played in this run. */
  readonly from: number
}

const TICK_MS = 500
const LEAST_BETWEEN_ORDERS_MS = 1000

/** Starts the four practice shops on 127.0.0.1 with a week behind them, and lets their life go on. */
export async function startPractice(options: PracticeOptions): Promise<Practice> {
  const { seed, clock, memories = [] } = options
  const life = new Disposables()
  const started = Math.max(options.now, clock.now())
  const actors: Actor[] = []
  for (const [position, shop] of PRACTICE_SHOPS.entries()) {
    const memory = memories[position]
    const simulator = life.add(
      await startSimulator(shop.platform, {
        now: () => clock.now(),
        seed: seed + position,
        ...(memory ? { memory: memory.simulator } : {}),
      }),
    )
    actors.push(memory ? goingOn(shop, simulator, memory, seed) : fresh(shop, simulator, options))
  }
  let playedTo = Math.min(...actors.map((actor) => actor.from))
  const step = directLife(actors, seed, { watchedSince: started })
  for (const { simulator } of actors) simulator.faults.loseShare = 1
  step(started)
  const troubles = newAgenda()
  makeTroubles(
    seededRandom(seed).fork('troubles'),
    troubles,
    actors.map(({ simulator }) => simulator),
    started,
  )
  const stepAll = (untilMs: number) => {
    playedTo = Math.max(playedTo, untilMs)
    return step(untilMs) + troubles.doUntil(untilMs)
  }
  playedTo = started

  const ending = new AbortController()
  const running = keepPlaying(stepAll, clock, ending.signal)
  return {
    shops: actors.map(({ shop, simulator, stage, future }) => ({
      platform: shop.platform,
      name: shop.name,
      origin: simulator.origin,
      settings: simulator.settings,
      simulator,
      pushTo: (url) => simulator.shop.pushTo(url),
      remember: () => ({
        at: playedTo,
        simulator: simulator.shop.remember(),
        stage: stage.remember(),
        future: [...future],
      }),
    })),
    step: stepAll,
    async [Symbol.asyncDispose]() {
      ending.abort()
      await running
      await life[Symbol.asyncDispose]()
    },
  }
}

/** A shop on its first day: the past week is played at once, how its open orders go on is noted. */
function fresh(shop: PracticeShop, simulator: Simulator, { now, seed }: PracticeOptions): Actor {
  const week = weekOf({ shop, now, seed })
  const stage = stageOf(simulator.shop)
  playSilently(
    stage,
    week.events.filter((event) => event.at <= now),
    simulator,
  )
  const future = new Set(week.events.filter((event) => event.at > now && isTheirs(event)))
  return { shop, simulator, stage, book: week.book, future, from: now }
}

function goingOn(shop: PracticeShop, simulator: Simulator, memory: ShopMemory, seed: number): Actor {
  const name = `${shop.name} from ${memory.at}`
  return {
    shop,
    simulator,
    stage: stageOf(simulator.shop, memory.stage),
    book: orderBook(seededRandom(seed).fork(name), shop, name),
    future: new Set(memory.future),
    from: memory.at,
  }
}

/** What buyers do. To pay a refund, once somebody works with the shop, is for the merchant himself. */
function isTheirs(event: PracticeEvent): boolean {
  return event.kind !== 'refund-paid'
}

/** Notes how open orders go on and brings new ones, shop by shop; returns the hand that moves time. */
function directLife(actors: readonly Actor[], seed: number, pace: ArrivalPace) {
  const agenda = newAgenda()
  let lastOrderAt = 0
  for (const { shop, stage, book, future, from } of actors) {
    const play = (event: PracticeEvent) => {
      future.delete(event)
      stage.play(event)
    }
    for (const event of future) agenda.note(event.at, () => play(event))
    const random = seededRandom(seed).fork(`live ${shop.name} ${from}`)
    const expect = (at: number) => {
      agenda.note(at, () => {
        if (at < lastOrderAt + LEAST_BETWEEN_ORDERS_MS) return expect(lastOrderAt + LEAST_BETWEEN_ORDERS_MS)
        lastOrderAt = at
        const second = Math.floor(at / 1000) * 1000
        for (const event of arrivalAt(random, book, second, pace).filter(isTheirs))
          if (event.at <= at) stage.play(event)
          else {
            future.add(event)
            agenda.note(toldAt(random, event), () => play(event))
          }
        expect(nextAfter(at))
      })
    }
    const nextAfter = (at: number) => {
      const next = at + gapAfter(random, shop, at, pace)
      // A gap drawn for the quiet days must not reach into the time when somebody watches.
      return at < pace.watchedSince && next > pace.watchedSince
        ? pace.watchedSince + gapAfter(random, shop, pace.watchedSince, pace)
        : next
    }
    expect(nextAfter(from))
  }
  return (untilMs: number) => agenda.doUntil(untilMs)
}

async function keepPlaying(
  step: (untilMs: number) => number,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      step(clock.now())
    } catch (error) {
      process.emitWarning(`a practice shop missed something: ${reasonOf(error)}`)
    }
    await clock.sleep(TICK_MS, signal)
  }
}
