import type { ShopConnection, StockAnswer } from '../connectors'
import type { Database } from '../database'
import { noteTold, untoldStock, type UntoldStock } from '../inventory'
import { contentHash, OutsideFailure } from '../kernel'

const AT_ONCE = 50

/**
 * Tells a shop its newest figures until none is untold. They are read again before each call, so what moved meanwhile is
 * said by the next one; jobs of a shop run in turn, so no earlier figure follows a later. What the shop refuses of a
 * batch is noted and stays, the rest is told; what may pass by itself fails the job, which is tried again.
 */
export async function tellStock(
  database: Database,
  shopId: string,
  connection: Pick<ShopConnection, 'pushStock'>,
  signal?: AbortSignal,
): Promise<void> {
  for (;;) {
    const lines = await untoldStock(database.read, shopId, AT_ONCE)
    if (lines.length === 0) return
    const answers = (await connection.pushStock?.(lines, keyOf(shopId, lines), signal)) ?? []
    const later = await takeAnswers(database, shopId, lines, answers)
    if (later !== undefined)
      throw new OutsideFailure(`${shopId} did not take the stock of ${later.platformSku}: ${later.problem}`, {
        retryable: true,
      })
  }
}

/** Notes the answers; returns one that should be tried again. A code without an answer was not told. */
async function takeAnswers(
  database: Database,
  shopId: string,
  lines: readonly UntoldStock[],
  answers: readonly StockAnswer[],
): Promise<StockAnswer | undefined> {
  const given = new Map(answers.map((answer) => [answer.platformSku, answer]))
  const silent = (platformSku: string): StockAnswer => ({ platformSku, problem: 'no answer', retryable: true }) // prettier-ignore
  return database.withTx({ who: 'sync', from: `shop:${shopId}` }, async (tx) => {
    let later: StockAnswer | undefined
    for (const line of lines) {
      const answer = given.get(line.platformSku) ?? silent(line.platformSku)
      if (answer.problem !== null && answer.retryable) later ??= answer
      else await noteTold(tx, shopId, { ...line, problem: answer.problem })
    }
    tx.collect('announce', { entity: 'stock-push', entityId: shopId })
    return later
  })
}

function keyOf(shopId: string, lines: readonly UntoldStock[]): string {
  const said = lines.map((line) => `${line.platformSku}\u001f${line.quantity}\u001f${line.version}`)
  return contentHash([shopId, ...said].join('\n'))
}
