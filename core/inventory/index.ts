// Inventory: what lies where, what is promised to whom. A ledger of moves and its balances.
export { StockBook, STOCK_CHANGED, type Level, type Move, type MoveKind } from './stock-book'
export { reserveOrder, type OrderNeed, type SkuOf } from './reserve-order'
export { planReservation, type PlannedLine, type LineNeed, type Cover } from './plan-reservation'
export { aliasesOf, isOurSku, seeGoods, skuOfShop } from './shop-codes.store'
export {
  warehousesOf,
  mustBeWarehouse,
  saveWarehouse,
  orderWarehouses,
  type Warehouse,
} from './warehouse.store'
export {
  confirmPush,
  fingerprintOf,
  noteTold,
  releaseHeldPushes,
  shopStockStep,
  TELL_STOCK,
  untoldStock,
  wantedStock,
  type UntoldStock,
} from './shop-stock.store'
export { GOODS, knownSkus, matrixPage } from './matrix.store'
export { moveCalled, type CalledKind } from './move-called'
export { loadTransfer, listTransfers, type Transfer, type TransferLine } from './transfer.store'
