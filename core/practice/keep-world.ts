import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { reasonOf, type Clock } from '../kernel'
import type { Practice, ShopMemory } from './play'
import { PRACTICE_SHOPS } from './shop'

/** Each shop in its turn, so that no step of the loop is long. */
const TURN_MS = 3_000

const fileOf = (folder: string, position: number) => join(folder, `practice-shop-${position + 1}.v8`)

/** What the practice shops of this folder remember; `undefined` for one that never ran here, or whose file is damaged. */
export async function worldOf(folder: string): Promise<(ShopMemory | undefined)[]> {
  return Promise.all(
    PRACTICE_SHOPS.map(async (_shop, position) => {
      try {
        return deserialize(await readFile(fileOf(folder, position))) as ShopMemory
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
          process.emitWarning(`a practice shop begins anew: ${reasonOf(error)}`)
        return undefined
      }
    }),
  )
}

/** Keeps what happens at the practice shops from now on: the next run goes on where this one ends. */
export function keepWorld(folder: string, practice: Practice, clock: Clock): AsyncDisposable {
  const ending = new AbortController()
  async function keep(position: number): Promise<void> {
    const shop = practice.shops[position]
    if (!shop) return
    const file = fileOf(folder, position)
    await writeFile(`${file}.new`, serialize(shop.remember()))
    await rename(`${file}.new`, file)
  }
  const running = (async () => {
    for (let turn = 0; !ending.signal.aborted; turn = (turn + 1) % practice.shops.length) {
      await clock.sleep(TURN_MS, ending.signal)
      if (!ending.signal.aborted) await attempt(() => keep(turn))
    }
  })()
  return {
    async [Symbol.asyncDispose]() {
      ending.abort()
      await running
      for (const position of practice.shops.keys()) await attempt(() => keep(position))
    },
  }
}

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    process.emitWarning(`a practice shop could not be kept: ${reasonOf(error)}`)
  }
}
