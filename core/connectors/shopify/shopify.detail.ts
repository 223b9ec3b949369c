import { OutsideFailure } from '../../kernel'
import type { RawPage } from '../connector'
import type { Answer, ShopifyClient, Variables } from './shopify.client'
import { endCursor, hasMore, list, object } from './shopify.json'
import { cutPieces, fulfillmentsAreCut, refundsAreCut } from './shopify.merge'
import * as queries from './shopify.queries'
import type { Piece, Without } from './shopify.queries'

/** Beyond this an order is not an order; it keeps every loop here bounded. */
const MOST_PAGES = 200

/**
 * One order wholly: everyday ones in one call, large ones piece by piece until nothing is cut.
 * If the order changes between two pieces it is read again from the start.
 */
export async function readWholeOrder(
  client: ShopifyClient,
  id: string,
  signal?: AbortSignal,
): Promise<RawPage | undefined> {
  for (let attempt = 0; attempt < 4; attempt++) {
    const first = await client.ask(queries.orderQuery, { id }, signal)
    const order = object(first.data['order'])
    if (order === undefined) return undefined
    const more: Answer[] = []
    for (const piece of cutPieces(order, queries.FULLER))
      more.push(...(await readPiece(client, id, piece, first, signal)))
    const moved = more.some((answer) => {
      const again = object(answer.data['order'])
      return again !== undefined && again['updatedAt'] !== order['updatedAt']
    })
    if (moved) continue
    const body = `{"parts":[${[first, ...more].map((answer) => answer.body).join(',')}]}`
    return { source: 'detail', kind: 'order', asOf: first.sentAt, body }
  }
  throw new OutsideFailure('The order keeps changing while it is read', {
    retryable: true,
    platformCode: 'MOVING',
  })
}

async function readPiece(
  client: ShopifyClient,
  id: string,
  piece: Piece,
  first: Answer,
  signal?: AbortSignal,
): Promise<Answer[]> {
  switch (piece) {
    case 'lines':
      return readLines(client, id, endCursor(object(first.data['order'])?.['lineItems']), signal)
    case 'transactions':
      return [
        await askLess(
          client,
          [250, 100, 50],
          (n, w) => queries.pieceQuery(queries.transactionFields(w, n)),
          { id },
          signal,
        ),
      ]
    case 'returns':
      return readReturns(client, id, signal)
    case 'fulfillments':
    case 'refunds':
      return readList(client, id, piece, object(first.data['order'])?.[piece], signal)
  }
}

async function readLines(client: ShopifyClient, id: string, from: string | undefined, signal?: AbortSignal) {
  const answers: Answer[] = []
  for (let after = from; after !== undefined && answers.length < MOST_PAGES;) {
    const write = (n: number, w: Without) => queries.pieceQuery(queries.lineFields(w, n, ', after:$after'))
    const answer = await askLess(client, [100, 40, 10], write, { id, after }, signal)
    answers.push(answer)
    const lines = object(answer.data['order'])?.['lineItems']
    after = hasMore(lines) ? endCursor(lines) : undefined
  }
  return answers
}

async function readReturns(client: ShopifyClient, id: string, signal?: AbortSignal) {
  const answers: Answer[] = []
  for (let after: string | null | undefined = null; after !== undefined && answers.length < MOST_PAGES;) {
    const write = (n: number, w: Without) =>
      queries.pieceQuery(queries.returnFields(w, n, 20, ', after:$after'))
    const answer: Answer = await askLess(client, [10, 4, 1], write, { id, after }, signal)
    answers.push(answer)
    const returns = object(answer.data['order'])?.['returns']
    after = hasMore(returns) ? endCursor(returns) : undefined
  }
  return answers
}

/** Fulfilments or refunds: first all of them with more lines each; if that is still cut or too dear, one by one. */
async function readList(
  client: ShopifyClient,
  id: string,
  piece: 'fulfillments' | 'refunds',
  before: Parameters<typeof list>[0],
  signal?: AbortSignal,
): Promise<Answer[]> {
  const known = list(before).length
  const first = known < queries.FULLER[piece] ? Math.max(2, known + 1) : 20
  const lines = Math.floor((piece === 'refunds' ? 200 : 400) / first)
  const fields = (w: Without, n: number, after = '') =>
    piece === 'refunds' ? queries.refundFields(w, n, after) : queries.fulfillmentFields(w, 10, n, after)
  try {
    const write = (w: Without) => queries.pieceQuery(`${piece}(first:${first}){${fields(w, lines)}}`)
    const answer = await client.ask(write, { id }, signal)
    const order = object(answer.data['order']) ?? {}
    if (!(piece === 'refunds' ? refundsAreCut(order, first) : fulfillmentsAreCut(order, first, 10)))
      return [answer]
  } catch (error) {
    if (!isTooDear(error)) throw error
  }
  const ids = await client.ask(() => queries.pieceQuery(`${piece}(first:250){id}`), { id }, signal)
  const answers = [ids]
  for (const one of list(object(ids.data['order'])?.[piece])) {
    for (let after: string | undefined | null = null; after !== undefined && answers.length < MOST_PAGES;) {
      const type = piece === 'refunds' ? 'Refund' : 'Fulfillment'
      const write = (n: number, w: Without) => queries.nodeQuery(type, fields(w, n, ', after:$after'))
      const answer: Answer = await askLess(
        client,
        [100, 30, 10],
        write,
        { id: String(one['id']), after },
        signal,
      )
      answers.push(answer)
      const inner = object(answer.data['node'])?.[
        piece === 'refunds' ? 'refundLineItems' : 'fulfillmentLineItems'
      ]
      after = hasMore(inner) ? endCursor(inner) : undefined
    }
  }
  return answers
}

/** Asks with the first of these sizes that Shopify does not find too dear. */
async function askLess(
  client: ShopifyClient,
  sizes: readonly number[],
  write: (size: number, without: Without) => string,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Answer> {
  for (const [i, size] of sizes.entries()) {
    try {
      return await client.ask((without) => write(size, without), variables, signal)
    } catch (error) {
      if (!isTooDear(error) || i === sizes.length - 1) throw error
    }
  }
  throw new OutsideFailure('Shopify finds even the smallest query too dear', {
    retryable: false,
    platformCode: 'MAX_COST_EXCEEDED',
  })
}

export function isTooDear(error: unknown): boolean {
  return error instanceof OutsideFailure && error.platformCode === 'MAX_COST_EXCEEDED'
}
