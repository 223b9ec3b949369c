// Fulfilment: getting sold goods out of the door. A waybill is the courier's paper for one parcel; its number tells whose it is.
export {
  COURIERS,
  courierNamed,
  normaliseWaybill,
  recogniseWaybill,
  repairWaybill,
  doubtOf,
  type CourierCode,
  type Recognised,
  type Doubt,
} from './waybills'
export {
  problemsOf,
  waitingOf,
  wantedOf,
  CONFIRMATIONS,
  type Confirmation,
  type Problem,
  type ParcelToSend,
  type ShippingFacts,
} from './check-shipping'
export { shippingFacts, type AskedParcel } from './shipping-facts.store'
export * from './shipment.store'
export { readShippingSheet, type SheetRow } from './sheet-rows'
export { planRows, heldBy, courierOf, type LineAbove, type PlannedRow } from './plan-rows.store'
export { parcelViews } from './parcel-views.store'
export { pickOrders, type PickOrder } from './pick-orders.store'
export { shipRow } from './ship-row'
export { piecesNamed, type NamedPieces } from './named-pieces'
