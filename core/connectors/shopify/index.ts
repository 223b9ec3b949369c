// Shopify: an online store of the merchant's own; orders over the Admin GraphQL API, webhooks as a bell.
export { shopify } from './shopify.connector'
export { startShopifySimulator } from './shopify.simulator'
