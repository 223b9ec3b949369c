import { startPracticeShop } from '../practice'
import { option, type Io, type Words } from './io'
import { wrong } from './usage'

/** `zhanggui practice`: one practice shop on its own, until stopped. Prints where it is and the keys that bind it. */
export async function runPractice(words: Words, io: Pick<Io, 'out'>, signal: AbortSignal): Promise<number> {
  const platform = option(words, 'platform')
  if (!platform)
    throw wrong(
      '开哪个平台的练习店？加 --platform。',
      'A practice shop of which platform? Add --platform.',
      'zhanggui practice --platform taobao|shopify|vendure [--port N] [--orders N] [--seed N] [--faults lose=0.5,double=0.2,…]',
    )
  await using shop = await startPracticeShop({
    platform, port: Number(option(words, 'port') ?? 0), orders: Number(option(words, 'orders') ?? 100), seed: Number(option(words, 'seed') ?? 1),
    faults: option(words, 'faults') ?? '',
  }) // prettier-ignore
  io.out(`${JSON.stringify({ platform, origin: shop.origin, settings: shop.settings })}\n`)
  await new Promise<void>((resolve) =>
    signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }),
  )
  return 0
}
