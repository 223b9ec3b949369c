// Shops: the merchant's accounts at the platforms, their keys (sealed) and which connector speaks with each.
export {
  addShop,
  listShops,
  openAccount,
  pauseShop,
  newKeys,
  removeShop,
  type NewShop,
  type ShopRow,
  type OpenedAccount,
  ShopEntity,
} from './shop.store'
export { platforms, connectorOf } from './platforms'
export { checkNewShop, type ShopKeys } from './check-new-shop'
export { testSteps } from './test-steps'
