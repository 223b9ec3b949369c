// Flows: what spans slices and must hold together in one transaction.
export { receiveOrders, needOf, type Intake, type Received } from './receive-orders.flow'
export { countStock, type Counted } from './count-stock.flow'
export {
  decideSlip,
  readSlipAgain,
  setSlipAside,
  stopReading,
  undoSlip,
  type MatchedSlip,
  type OnMatched,
  type SlipDeps,
} from './settle-slip.flow'
export { matchSlipsAgain, readSlipJob, type ReadingDeps } from './read-slips.flow'
