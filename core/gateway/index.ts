// The gateway: how stations and platforms reach this PC over HTTP.
export { startGateway, type Gateway, type GatewayOptions } from './gateway'
