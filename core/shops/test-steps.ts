import type { ShopConnection, TestStep } from '../connectors'
import { OutsideFailure, reasonOf, Refusal } from '../kernel'

/** The steps of `shop test`; an error that the connector did not turn into a step becomes the last one. */
export async function* testSteps(
  connection: ShopConnection,
  signal?: AbortSignal,
): AsyncGenerator<TestStep, void> {
  try {
    for await (const step of connection.test(signal)) yield step
  } catch (error) {
    if (error instanceof Refusal) throw error
    yield {
      step: 'network',
      ok: false,
      detail: reasonOf(error),
      advice: error instanceof OutsideFailure && error.needsKeys ? 'renew-keys' : 'check-network',
    }
  }
}
