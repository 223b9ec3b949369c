import type { Simulator } from '../connectors'
import { Disposables, reasonOf, type Clock } from '../kernel'
import { newAgenda } from './agenda'
import { arrivalAt, gapAfter, type ArrivalPace } from './arrivals'
import { startSimulator } from './platforms'
import { seededRandom } from './random'
import { PRACTICE_SHOPS, type Platform, type PracticeShop } from './shop'
import { playSilently, stageOf, type Stage } from './stage'
import { makeTroubles, toldAt } from './troubles'
import { weekOf, type Week } from './week'

export interface PracticeOptions {
  /** UTC ms. The moment up to which the past week is laid out; if the clock is past it, the days since are played too. */
  readonly now: number
  readonly seed: number
  readonly clock: Clock
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
  readonly week: Week
}

const TICK_MS = 500
const LEAST_BETWEEN_ORDERS_MS = 1000

/** Starts the four practice shops on 127.0.0.1 with a week behind them, and lets their life go on. */
export async function startPractice({ now, seed, clock }: PracticeOptions): Promise<Practice> {
  const life = new Disposables()
  const started = Math.max(now, clock.now())
  const actors: Actor[] = []
  for (const [position, shop] of PRACTICE_SHOPS.entries()) {
    const simulator = life.add(
      await startSimulator(shop.platform, { now: () => clock.now(), seed: seed + position }),
    )
    const week = weekOf({ shop, now, seed })
    const stage = stageOf(simulator.shop)
    playSilently(
      stage,
      week.events.filter((event) => event.at <= now),
      simulator,
    )
    actors.push({ shop, simulator, stage, week })
  }
  const step = directLife(actors, { seed, from: now, pace: { watchedSince: started } })
  for (const { simulator } of actors) simulator.faults.loseShare = 1
  step(started)
  const troubles = newAgenda()
  makeTroubles(
    seededRandom(seed).fork('troubles'),
    troubles,
    actors.map(({ simulator }) => simulator),
    started,
  )
  const stepAll = (untilMs: number) => step(untilMs) + troubles.doUntil(untilMs)

  const ending = new AbortController()
  const running = keepPlaying(stepAll, clock, ending.signal)
  return {
    shops: actors.map(({ shop, simulator }) => ({
      platform: shop.platform,
      name: shop.name,
      origin: simulator.origin,
      settings: simulator.settings,
      simulator,
      pushTo: (url) => simulator.shop.pushTo(url),
    })),
    step: stepAll,
    async [Symbol.asyncDispose]() {
      ending.abort()
      await running
      await life[Symbol.asyncDispose]()
    },
  }
}

/** Notes how the week's open orders go on and brings new ones, shop by shop; returns the hand that moves time. */
function directLife(
  actors: readonly Actor[],
  { seed, from, pace }: { seed: number; from: number; pace: ArrivalPace },
) {
  const agenda = newAgenda()
  let lastOrderAt = from
  for (const { shop, stage, week } of actors) {
    for (const event of week.events) if (event.at > from) agenda.note(event.at, () => stage.play(event))
    const random = seededRandom(seed).fork(`live ${shop.name}`)
    const expect = (at: number) => {
      agenda.note(at, () => {
        if (at < lastOrderAt + LEAST_BETWEEN_ORDERS_MS) return expect(lastOrderAt + LEAST_BETWEEN_ORDERS_MS)
        lastOrderAt = at
        const second = Math.floor(at / 1000) * 1000
        for (const event of arrivalAt(random, week.book, second, pace))
          if (event.at <= at) stage.play(event)
          else agenda.note(toldAt(random, event), () => stage.play(event))
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
