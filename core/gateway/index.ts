// The gateway: how stations and platforms reach this PC over HTTP.
export { startGateway, type Gateway, type GatewayOptions } from './gateway'
export type { LanOptions } from './lan-listeners'
