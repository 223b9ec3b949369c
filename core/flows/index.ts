// Flows: what spans slices and must hold together in one transaction.
export { receiveOrders, needOf, type Intake, type Received } from './receive-orders.flow'
export { countStock, type Counted } from './count-stock.flow'
export { parcelCameBack, type CameBack } from './parcel-came-back.flow'
export { takeGoodsBack, type GoodsBack } from './take-goods-back.flow'
export { shipOrder, shipAgain, refuseShipment, type ShipOrder } from './ship-order.flow'
