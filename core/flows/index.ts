// Flows: what spans slices and must hold together in one transaction.
export { receiveOrders, needOf, type Intake, type Received } from './receive-orders.flow'
export { countStock, type Counted } from './count-stock.flow'
export { shipOrder, shipAgain, tellShipmentAgain, refuseShipment, type ShipOrder } from './ship-order.flow'
