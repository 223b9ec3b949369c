// RPC: the one contract between core and every screen, gathered from the slices.
export { router, type RouterDeps } from './router'
export { FeedHub } from './feed-hub'
export { serveMessagePort } from './serve-message-port'
