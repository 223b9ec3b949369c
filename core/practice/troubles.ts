import type { SimulatorFaults } from '../connectors'
import type { Agenda } from './agenda'
import type { PracticeEvent } from './event'
import { MINUTE_MS, SECOND_MS } from './life'
import type { Random } from './random'

const LOST_PUSHES = 0.03
const DOUBLE_PUSHES = 0.06
const FIRST_OUTAGE_MS = 6 * MINUTE_MS
const OUTAGE_EVERY_MS = 10 * MINUTE_MS
const OUTAGE_MS = 40 * SECOND_MS
const LATE = 0.2
const LATE_BY_MS = 25 * SECOND_MS

/** What goes wrong at real platforms too: pushes lost and doubled, and in turn a shop that does not answer for 40 s. */
export function makeTroubles(
  random: Random,
  agenda: Agenda,
  shops: readonly { faults: SimulatorFaults }[],
  from: number,
): void {
  for (const { faults } of shops) {
    faults.loseShare = LOST_PUSHES
    faults.doubleShare = DOUBLE_PUSHES
  }
  const outage = (at: number) => {
    agenda.note(at, () => {
      const { faults } = random.pick(shops)
      faults.outage = true
      agenda.note(at + OUTAGE_MS, () => void (faults.outage = false))
      outage(at + OUTAGE_EVERY_MS)
    })
  }
  outage(from + FIRST_OUTAGE_MS)
}

/** When the platform tells of an event. Remarks are sometimes told late, after what followed them. */
export function toldAt(random: Random, event: PracticeEvent): number {
  return event.kind === 'memo' && random.chance(LATE) ? event.at + LATE_BY_MS : event.at
}
