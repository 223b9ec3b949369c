// Slips: the paper that lies in a parcel sent back. It says who returns what; reading it finds the order it belongs to.
//
//   const { id } = await takeSlip(tx, box, { bytes, name, source })           kept first, read by a job afterwards
//   const row = await desk.readPicture(name, bytes)                           in a helper process; a bad one has a problem
//   const match = matchSlip(row.reading, await ordersForSlip(read, row.reading))  an order only when nothing speaks against it
export { readSlips, type ReadSlipsOptions } from './read-slips'
export { SlipDesk, type DeskOptions, type SlipRow } from './slip-desk'
export { slipFilesIn } from './slip-files'
export { problemSentence } from './problem-sentence'
export { matchSlip, type AskReason, type MatchBasis, type SlipMatch, type SlipOrder } from './match-slip'
export { OrderIndex } from './order-index'
export { ordersForSlip } from './orders-for-slips.store'
export { bringKeysUp } from './slip-keys.store'
export { likelyNumbers } from './likely-numbers'
export { noteReturnWaybill, forgetSlipWaybill } from './return-waybills.store'
export { Sendings } from './sendings'
export { takeSlip, queueReading, type SentPicture, type Taken } from './take-slip'
export { keepPicture, wholePicture } from './slip-picture.store'
export {
  changeSlip, keyOfSlip, openReading, pageOfSlips, saltOf, sealKey, slipById, slipForChange, type Slip, type SlipState,
} from './slip.store' // prettier-ignore
export type { Found, SlipNumber, SlipReading } from './slip-reading'
export type { SlipTimes } from './read-slip'
export type { Shown } from './helper-link'
export type { Place } from './picture'
