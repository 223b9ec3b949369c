import type { SlipFieldView } from '../../../core/rpc/api'

/** The number that links a line and its box on the picture. */
export const FIELD_NUMBERS: Readonly<Record<SlipFieldView['name'], number>> = {
  waybill: 1,
  orderNo: 2,
  phone: 3,
  amount: 4,
  date: 5,
  reason: 6,
}

/** Two readings that agree are the most that print can give (0.9); bars give more. */
const SURE = 0.9
const HARDLY = 0.75

export type Trust = 'sure' | 'look' | 'poor'

export function trustOf(confidence: number): Trust {
  return confidence >= SURE ? 'sure' : confidence >= HARDLY ? 'look' : 'poor'
}

export function isDoubtful(field: SlipFieldView): boolean {
  return field.doubts.length > 0 || trustOf(field.confidence) === 'poor'
}

/** Pips of four. */
export function pipsOf(confidence: number): number {
  return confidence >= SURE ? 4 : confidence >= HARDLY ? 3 : confidence >= 0.6 ? 2 : 1
}
