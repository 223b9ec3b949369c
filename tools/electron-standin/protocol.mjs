const privileged = new Map()
const handlers = new Map()
const HOST_SUFFIX = '.scheme.invalid'

/**
 * Chromium cannot be taught a scheme from outside, so `app://zhanggui/x` is shown to it as
 * `https://zhanggui.app.scheme.invalid/x`, answered from the app's own handler and never looked up. The app only
 * ever sees its own form.
 */
export const protocol = {
  registerSchemesAsPrivileged(list) {
    for (const { scheme, privileges } of list) privileged.set(scheme, privileges)
  },
  handle(scheme, handler) {
    if (!privileged.has(scheme))
      throw new Error(`the stand-in serves privileged schemes only, and ${scheme} was not registered`)
    if (handlers.has(scheme)) throw new Error(`the scheme ${scheme} is handled already`)
    handlers.set(scheme, handler)
  },
}

export function outward(url) {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/.exec(url)
  return match && privileged.has(match[1])
    ? `https://${match[2]}.${match[1]}${HOST_SUFFIX}${match[3] || '/'}`
    : url
}

export function inward(url) {
  const match = /^https:\/\/([^/]*)\.([a-z0-9+-]+)\.scheme\.invalid(.*)$/.exec(url)
  return match ? `${match[2]}://${match[1]}${match[3]}` : url
}

/** Answers a page's request from the app's handler; false when the scheme is not the app's. */
export async function served(route) {
  const request = route.request()
  const url = inward(request.url())
  const handler = handlers.get(new URL(url).protocol.slice(0, -1))
  if (!handler) return false
  const response = await handler(
    new Request(url, { method: request.method(), headers: await request.allHeaders() }),
  )
  const body = Buffer.from(await response.arrayBuffer())
  await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body })
  return true
}
