import { OutsideFailure, Unreadable, parseJsonExactly, type Json } from '../../kernel'
import type { ConnectorTools, HttpResponse, ShopAccount } from '../connector'
import { CostGate, costOf } from './shopify.cost'
import { graphqlFailure, httpFailure } from './shopify.failures'
import { object, type JsonObject } from './shopify.json'
import { GRAPHQL_PATH, OPTIONAL, type OptionalField, type Without } from './shopify.queries'
import { tokenSource } from './shopify.token'

/** So many «too often» in a row are waited out here; then the caller's own retry takes over. */
const PATIENCE = 8

export interface Answer {
  readonly body: string
  readonly data: JsonObject
  readonly sentAt: number
  readonly headers: Readonly<Record<string, string>>
  readonly requestedCost: number | undefined
}
export type Variables = Readonly<Record<string, Json>>

/** The text of a question, without the fields that the shop refuses. */
type Write = (without: Without) => string
/** Kept when all else goes: they are in every version, only some apps may not see them. */
const BUYER: readonly OptionalField[] = ['customer', 'email', 'phone', 'shippingAddress']

export interface ShopifyClient {
  /**
   * One GraphQL question. `write` makes its text from the set of fields that this shop refuses us.
   * Throws `OutsideFailure`; `platformCode` MAX_COST_EXCEEDED means: ask for less.
   */
  ask(write: Write, variables: Variables, signal?: AbortSignal): Promise<Answer>
  /** Fields that this shop has refused since it was opened. */
  readonly without: Without
}

export function shopifyClient(account: ShopAccount, tools: ConnectorTools): ShopifyClient {
  const tokens = tokenSource(account, tools)
  const gate = new CostGate(tools.clock)
  const without = new Set<OptionalField>()

  async function send(text: string, variables: Variables, signal?: AbortSignal): Promise<HttpResponse> {
    for (let renewed = false; ; renewed = true) {
      const token = await tokens.get(signal)
      const response = await tools.http.send({
        method: 'POST',
        url: account.origin + GRAPHQL_PATH,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'x-shopify-access-token': token,
        },
        body: JSON.stringify({ query: text, variables }),
        signal,
      })
      if (response.status !== 401 || renewed || !tokens.refused(token)) return response
    }
  }

  async function pause(waitMs: number, signal: AbortSignal | undefined): Promise<void> {
    await tools.clock.sleep(waitMs, signal)
    signal?.throwIfAborted()
  }

  /** A refusal that names no field we know of: tried once more with the plain fields alone, kept if that helps. */
  async function askPlainly(
    write: Write,
    variables: Variables,
    problem: OutsideFailure,
    signal?: AbortSignal,
  ) {
    const dropped = OPTIONAL.filter((field) => !BUYER.includes(field) && !without.has(field))
    const plain = new Set([...without, ...dropped])
    if (problem.platformCode !== 'GRAPHQL' || write(plain) === write(without)) throw problem
    for (const field of dropped) without.add(field)
    try {
      return await ask(write, variables, signal)
    } catch (error) {
      if (error instanceof OutsideFailure && error.platformCode === 'GRAPHQL')
        for (const field of dropped) without.delete(field)
      throw error
    }
  }

  async function ask(write: Write, variables: Variables, signal?: AbortSignal): Promise<Answer> {
    for (let throttledTimes = 0; ;) {
      const text = write(without)
      const waitMs = gate.waitFor(text)
      if (waitMs > 0) await pause(waitMs, signal)
      const response = await send(text, variables, signal)
      const failure = httpFailure(response)
      const parsed = failure ? undefined : parse(response.body)
      if (parsed) gate.learn(text, parsed)
      const problem = failure ?? graphqlFailure(parsed ?? {}, gate.largest)
      if (problem === undefined) return answer(response, parsed ?? {})
      if (problem.throttled && throttledTimes++ < PATIENCE) {
        const delayMs = Math.max(problem.retryAfterMs ?? 0, 100) * (1 + throttledTimes / PATIENCE)
        tools.http.throttled(delayMs)
        await pause(delayMs, signal)
      } else if (!leaveOut(parsed, problem, without)) return askPlainly(write, variables, problem, signal)
    }
  }
  return { ask, without }
}

function answer(response: HttpResponse, parsed: JsonObject): Answer {
  const data = object(parsed['data'])
  if (data === undefined) throw new OutsideFailure('Shopify answered without data', { retryable: true })
  const { body, sentAt, headers } = response
  return { body, data, sentAt, headers, requestedCost: costOf(parsed)?.requested }
}

/** A cut-off answer is a failure of the wire, to be asked for again: it is not kept as a page. */
function parse(body: string): JsonObject {
  try {
    const parsed = object(parseJsonExactly(body))
    if (parsed) return parsed
    throw new Unreadable('missing-field', 'the answer is not an object')
  } catch (cause) {
    if (!(cause instanceof Unreadable)) throw cause
    throw new OutsideFailure(`Shopify's answer cannot be read (${cause.code})`, {
      retryable: true,
      platformCode: cause.code,
      cause,
    })
  }
}

/** Adds the refused fields that can be missed to `without`. False: none was named. */
function leaveOut(
  parsed: JsonObject | undefined,
  problem: OutsideFailure,
  without: Set<OptionalField>,
): boolean {
  const code = problem.platformCode
  if (parsed === undefined || (code !== 'ACCESS_DENIED' && code !== 'GRAPHQL')) return false
  const before = without.size
  const errors = Array.isArray(parsed['errors']) ? parsed['errors'] : []
  for (const error of errors) for (const field of OPTIONAL) if (names(error, field)) without.add(field)
  return without.size > before
}

function names(error: Json, field: string): boolean {
  const { path, message } = object(error) ?? {}
  const quoted = new RegExp(`['"\`]${field}['"\`]|\\bfor ${field} field|the ${field} (field|object)`, 'i')
  return (
    (Array.isArray(path) && path.at(-1) === field) || (typeof message === 'string' && quoted.test(message))
  )
}
