import { OutsideFailure, Unreadable, parseJsonExactly, type Json } from '../../kernel'
import type { ConnectorTools, HttpResponse, ShopAccount } from '../connector'
import { CostGate, costOf } from './shopify.cost'
import { graphqlFailure, httpFailure } from './shopify.failures'
import { object, type JsonObject } from './shopify.json'
import { GRAPHQL_PATH, OPTIONAL, type OptionalField, type Without } from './shopify.queries'
import { tokenSource } from './shopify.token'

/** So many «too often» in a row are waited out here; then the caller's own retry takes over. */
const PATIENCE = 8
/** A hiccup of the wire (a 5xx, an answer cut off, a connection dropped) is asked again so many times, ever later. */
const TRIES = 4
const FIRST_PAUSE_MS = 300
/** Nobody is there at all: asking again at once helps nobody. */
const ABSENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'timeout']

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
  /** A mutation: sent once. What was not even looked at («throttled») is sent again, a lost answer is not. */
  tell(mutation: string, variables: Variables, signal?: AbortSignal): Promise<Answer>
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

  async function ask(
    write: Write,
    variables: Variables,
    signal?: AbortSignal,
    tries = TRIES,
  ): Promise<Answer> {
    let throttledTimes = 0
    for (let attempt = 1; ;) {
      const text = write(without)
      for (let waitMs; (waitMs = gate.take(text, idsIn(variables))) > 0;) await pause(waitMs, signal)
      const { found, parsed, problem } = await tryOnce(text, variables, signal)
      if (problem === undefined) return found
      if (problem.throttled && throttledTimes++ < PATIENCE) {
        const delayMs = Math.max(problem.retryAfterMs ?? 0, 100) * (1 + throttledTimes / PATIENCE)
        // THROTTLED speaks of points, for which the gate knows the pace; only 429 is about the number of calls.
        if (problem.platformCode === '429') tools.http.throttled(delayMs)
        await pause(delayMs, signal)
      } else if (isHiccup(problem) && attempt < tries)
        await pause(FIRST_PAUSE_MS * 3 ** (attempt++ - 1), signal)
      else if (!leaveOut(parsed, problem, without)) return askPlainly(write, variables, problem, signal)
    }
  }

  async function tryOnce(text: string, variables: Variables, signal?: AbortSignal): Promise<Attempt> {
    let parsed: JsonObject | undefined
    try {
      const response = await send(text, variables, signal)
      const failure = httpFailure(response)
      if (failure) throw failure
      parsed = parse(response.body)
      gate.learn(text, idsIn(variables), parsed)
      const problem = graphqlFailure(parsed, gate.largest)
      if (problem) throw problem
      return { found: answer(response, parsed), parsed, problem: undefined }
    } catch (problem) {
      if (!(problem instanceof OutsideFailure) || signal?.aborted) throw problem
      return { parsed, problem }
    }
  }
  return {
    ask: (write, variables, signal) => ask(write, variables, signal),
    tell: (mutation, variables, signal) => ask(() => mutation, variables, signal, 1),
    without,
  }
}

function idsIn(variables: Variables): number {
  return Array.isArray(variables['ids']) ? variables['ids'].length : 0
}

type Attempt =
  | { found: Answer; parsed: JsonObject; problem: undefined }
  | { found?: undefined; parsed: JsonObject | undefined; problem: OutsideFailure }

function isHiccup(problem: OutsideFailure): boolean {
  return problem.retryable && !problem.throttled && !ABSENT.includes(problem.platformCode ?? '')
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
