import { OutsideFailure, Unreadable, parseJsonExactly, type Json } from '../../kernel'
import type { ConnectorTools, HttpResponse, ShopAccount } from '../connector'
import { graphqlFailure, httpFailure, resultFailure } from './vendure.failures'
import { ADMIN_PATH, LOGIN } from './vendure.queries'

export interface Answer {
  readonly body: string
  readonly data: Readonly<Record<string, Json>>
  readonly sentAt: number
  readonly headers: Readonly<Record<string, string>>
}
type Variables = Readonly<Record<string, Json>>

export interface VendureClient {
  /** One document of the Admin API. Throws `OutsideFailure`; a refused session is renewed once by logging in again. */
  ask(query: string, variables: Variables, signal?: AbortSignal): Promise<Answer>
  /** As `ask`, without keys: for what anybody may ask. */
  askOpenly(query: string, signal?: AbortSignal): Promise<Answer>
  /** Logged in as an administrator, not known by an API key. */
  readonly hasSession: boolean
}

/** Keys as in docs.vendure.io, «Authentication»: an API key in `vendure-api-key`, or a bearer token from `login`. */
export function vendureClient(account: ShopAccount, tools: ConnectorTools): VendureClient {
  const apiKey = account.settings['api_key'] ?? ''
  let session: Promise<string> | undefined

  async function send(
    query: string,
    variables: Variables,
    keys: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    const response = await tools.http.send({
      method: 'POST',
      url: account.origin + ADMIN_PATH,
      headers: { 'content-type': 'application/json', accept: 'application/json', ...keys },
      body: JSON.stringify({ query, variables }),
      signal,
    })
    const failure = httpFailure(response)
    if (failure?.throttled) tools.http.throttled(failure.retryAfterMs)
    if (failure) throw failure
    return read(response)
  }

  async function login(signal: AbortSignal | undefined): Promise<string> {
    const { username = '', password = '' } = account.settings
    const { headers } = await send(LOGIN, { username, password }, {}, signal)
    const token = headers['vendure-auth-token']
    if (token) return token
    throw new OutsideFailure('Vendure let us in but sent no token: bearer tokens are off in this store', {
      retryable: false,
      needsKeys: true,
      platformCode: 'NO_TOKEN',
    })
  }

  /** One login serves all who wait; a failed one is not kept. */
  function token(signal: AbortSignal | undefined): Promise<string> {
    if (session) return session
    const mine = login(signal)
    session = mine
    mine.catch(() => {
      if (session === mine) session = undefined
    })
    return mine
  }

  async function ask(query: string, variables: Variables, signal?: AbortSignal): Promise<Answer> {
    if (apiKey !== '') return send(query, variables, { 'vendure-api-key': apiKey }, signal)
    for (let renewed = false; ; renewed = true) {
      const used = token(signal)
      try {
        return await send(query, variables, { authorization: `Bearer ${await used}` }, signal)
      } catch (error) {
        const refused = error instanceof OutsideFailure && error.platformCode === 'FORBIDDEN'
        if (!refused || renewed) throw error
        if (session === used) session = undefined
      }
    }
  }
  return { ask, hasSession: apiKey === '', askOpenly: (query, signal) => send(query, {}, {}, signal) }
}

/** A cut-off answer is a failure of the wire, to be asked for again: it is not kept as a page. */
function read({ body, sentAt, headers }: HttpResponse): Answer {
  let parsed: Json
  try {
    parsed = parseJsonExactly(body)
  } catch (cause) {
    if (!(cause instanceof Unreadable)) throw cause
    const info = { retryable: true, platformCode: cause.code, cause }
    throw new OutsideFailure(`Vendure's answer cannot be read (${cause.code})`, info)
  }
  const failure = graphqlFailure(parsed)
  if (failure) throw failure
  const data = objectOf(objectOf(parsed)?.['data'])
  if (!data) throw new OutsideFailure('Vendure answered without data', { retryable: true })
  const refused = resultFailure(data)
  if (refused) throw refused
  return { body, data, sentAt, headers }
}

function objectOf(value: Json | undefined): Record<string, Json> | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined
}
