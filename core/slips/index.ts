// Slips: the paper that lies in a parcel sent back. It says who returns what; reading it finds the order it belongs to.
//
//   const rows = await readSlips(await slipFilesIn(paths), { cacheFolder })   one row a picture, bad ones with a problem
//   const index = new OrderIndex(await ordersForSlips(slow, since))
//   const match = matchSlip(row.reading, index.candidatesOf(row.reading))     an order only when nothing speaks against it
export { readSlips, type ReadSlipsOptions } from './read-slips'
export { SlipDesk, type DeskOptions, type SlipRow } from './slip-desk'
export { slipFilesIn } from './slip-files'
export { problemSentence } from './problem-sentence'
export { matchSlip, type AskReason, type MatchBasis, type SlipMatch, type SlipOrder } from './match-slip'
export { OrderIndex } from './order-index'
export { ordersForSlips } from './orders-for-slips.store'
export { likelyNumbers } from './likely-numbers'
export type { Found, SlipNumber, SlipReading } from './slip-reading'
export type { SlipTimes } from './read-slip'
export type { Place } from './picture'
