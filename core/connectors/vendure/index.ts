// Vendure: an open-source online store on the merchant's own server; orders over its Admin GraphQL API, webhooks as a bell.
export { vendure } from './vendure.connector'
export { startVendureSimulator } from './vendure.simulator'
