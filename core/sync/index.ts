// Sync: keeps every shop current. Pulls, sweeps, hears pushes, and proves what it has read.
export { SyncService, announceStep, type SyncDeps } from './sync-service'
export { shopSyncs, syncPill, listExceptions } from './sync-view.store'
export { shipmentTeller } from './tell-shipment'
export { ShopHttp } from './shop-http'
