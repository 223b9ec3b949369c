// Inventory: what lies where, what is promised to whom. A ledger of moves and its balances.
export { StockBook, type Move, type MoveKind } from './stock-book'
export { reserveOrder, type OrderNeed, type SkuOf } from './reserve-order'
export { planReservation, type PlannedLine, type LineNeed, type Cover } from './plan-reservation'
