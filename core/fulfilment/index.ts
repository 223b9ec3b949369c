// Fulfilment: getting sold goods out of the door. A waybill is the courier's paper for one parcel; its number tells whose it is.
export {
  COURIERS,
  courierNamed,
  normaliseWaybill,
  recogniseWaybill,
  repairWaybill,
  type CourierCode,
  type Recognised,
} from './waybills'
