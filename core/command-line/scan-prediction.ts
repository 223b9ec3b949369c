import { problemSentence } from '../slips'

/** One line of what `scan` writes. */
export interface Prediction {
  file: string
  waybill: string | null
  courier: string | null
  orderNo: string | null
  amount: string | null
  date: string | null
  phone: string | null
  reason: string | null
  matchedOrderId: string | null
  confidence: number
  candidates?: { orderId: string; confidence: number }[]
  /** Why a person is asked. */
  ask?: string
  ms?: number
  error?: string
}

/** A picture that could not be read, with the reason in both languages. */
export function unreadPrediction(file: string, code: string, ms: number): Prediction {
  const { zh, en } = problemSentence(code)
  return {
    file, waybill: null, courier: null, orderNo: null, amount: null, date: null, phone: null, reason: null,
    matchedOrderId: null, confidence: 0, ms, error: `${zh} / ${en}`,
  } // prettier-ignore
}
