import type { CourierCode } from '../fulfilment'
import type { LabelKind } from './label-words'
import type { Place } from './picture'

/** One thing read from a slip. */
export interface Found<T> {
  readonly value: T
  /** 0–1: 0.99 for a bar code, 0.9 where two readings agree, below 0.75 a guess to be looked at. */
  readonly confidence: number
  /** Where on the picture (as shown, EXIF turned), for the screen to point at. */
  readonly place: Place | null
}

/** Every long number on a slip: what matching may rest on. */
export interface SlipNumber {
  /** All readings, capitals and digits only; a bar code has one. */
  readonly readings: readonly string[]
  /** Both readers saw the same, or a bar code's check symbol held. */
  readonly agreed: boolean
  readonly source: 'bar-code' | 'print'
  readonly label: LabelKind | undefined
  readonly confidence: number
  readonly place: Place | null
}

/** What a picture of a return slip says. Absent is null; nothing is guessed that is not printed. */
export interface SlipReading {
  readonly waybill: Found<string> | null
  readonly courier: Found<CourierCode> | null
  readonly orderNo: Found<string> | null
  /** In fen. */
  readonly amount: Found<number> | null
  /** `YYYY-MM-DD`, as printed on the slip. */
  readonly date: Found<string> | null
  /** The sender's; `138****1234` where it is masked. */
  readonly phone: Found<string> | null
  readonly reason: Found<string> | null
  readonly numbers: readonly SlipNumber[]
  /** All phones on the slip, the receiver's too. */
  readonly phones: readonly Found<string>[]
  /** The slip names an order number somewhere, readable or not. */
  readonly mentionsOrder: boolean
  /** The page's text without blanks, to find a buyer's name in. */
  readonly text: string
  /** How much of a slip this looks like (`senseOf`): below 3 it is hardly one. */
  readonly sense: number
}
