import { createORPCClient, type ClientLink } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import { CORE_PORT } from '../../electron/shell.contract'
import type { Api } from '../../core/rpc/api'

type Link = ClientLink<Record<never, never>>

/** Is there a line to core now? Screens show 正在重连 while there is none. */
export const connection = {
  live: false,
  listeners: new Set<() => void>(),
  set(live: boolean) {
    if (this.live === live) return
    this.live = live
    for (const listener of this.listeners) listener()
  },
}

const FIRST_PAUSE_MS = 300
const LONGEST_PAUSE_MS = 5_000
let line = Promise.withResolvers<Link>()

function useLine(link: Link): void {
  line.resolve(link)
  connection.set(true)
}
function lineLost(): void {
  connection.set(false)
  line = Promise.withResolvers<Link>()
}

/** The desktop hands us a MessagePort; later ones (core restarted) replace it. */
function connectDesktop(): void {
  window.addEventListener('message', (event: MessageEvent<{ kind?: string }>) => {
    const port = event.ports[0]
    if (event.source !== window || event.data.kind !== CORE_PORT || !port) return
    if (connection.live) lineLost()
    port.start()
    useLine(new PortLink({ port }))
  })
  void window.zhanggui?.connectCore()
}

function connectStation(pauseMs = FIRST_PAUSE_MS): void {
  const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`)
  let opened = false
  socket.addEventListener('open', () => {
    opened = true
    useLine(new SocketLink({ websocket: socket }))
  })
  socket.addEventListener('close', () => {
    if (opened) lineLost()
    else void leaveIfSentAway()
    setTimeout(
      () => connectStation(opened ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, pauseMs * 2)),
      pauseMs,
    )
  })
}

/** No line and yet an answer: this device is paired no more. Core says what to do then. */
async function leaveIfSentAway(): Promise<void> {
  const answer = await fetch('/door').catch(() => undefined)
  if (answer?.status === 403) window.location.reload()
}

if (window.zhanggui) connectDesktop()
else connectStation()

/** Called when core no longer knows this station: signed out elsewhere, or its session has run out. */
export const signedOut = new Set<() => void>()

const link: Link = {
  async call(path, input, options) {
    try {
      return await (await line.promise).call(path, input, options)
    } catch (error) {
      if ((error as { code?: string }).code === 'UNAUTHENTICATED') for (const tell of signedOut) tell()
      throw error
    }
  },
}

/** Everything core can do, typed by the one contract. */
export const client: ContractRouterClient<Api> = createORPCClient(link)

/** Names a command so that a repeat after a lost answer is the same command. Works on plain http too. */
export function newCommandId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}

/** Who may come in here, and under which name this device is paired (null: it is the PC itself). */
export interface Door {
  readonly people: readonly { readonly id: string; readonly name: string; readonly first: boolean }[]
  readonly station: string | null
}
export async function askDoor(): Promise<Door> {
  const response = await fetch('/door')
  // A device that is no longer paired is told so by core itself.
  if (response.status === 403) window.location.reload()
  if (!response.ok) throw new Error(String(response.status))
  return (await response.json()) as Door
}

export type SignedIn = { ok: true } | { ok: false; code: string; retryAfterSeconds: number }

/** Signs a person in by PIN, or for the first time by a one-time code. On success the page loads anew with its session. */
export async function signIn(given: { personId: string; pin: string; code?: string }): Promise<SignedIn> {
  const response = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(given),
  })
  if (response.ok) return { ok: true }
  const body = (await response.json()) as { code?: string; retryAfterSeconds?: number }
  return { ok: false, code: body.code ?? '', retryAfterSeconds: body.retryAfterSeconds ?? 0 }
}

/** Signs this browser out; the page begins anew at the door. */
export async function signOut(): Promise<void> {
  const response = await fetch('/session', { method: 'DELETE' })
  if (!response.ok) throw new Error(String(response.status))
  window.location.assign('/')
}

export interface Refused {
  readonly code: string
  readonly data: Readonly<Record<string, string | number | boolean | null>>
}

/** A refusal of the screen's own, told as core's are. */
export function refused(code: string, data: Refused['data']): Error {
  return Object.assign(new Error(code), { code: 'REFUSED', data: { code, data } })
}

/** The refusal inside an error of a call; `undefined` when it is something else. */
export function refusalOf(error: unknown): Refused | undefined {
  const { code, data } = error as { code?: string; data?: unknown }
  return code === 'REFUSED' ? (data as Refused) : undefined
}
