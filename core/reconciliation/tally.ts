import type { Totals } from './layout'

/** Adds up figures under the names that the trailer gives them. */
export class Tally {
  readonly #sums = new Map<string, number>()
  constructor(names: readonly string[]) {
    for (const name of names) this.#sums.set(name, 0)
  }
  add(name: string, value: number): void {
    this.#sums.set(name, (this.#sums.get(name) ?? 0) + value)
  }
  totals(): Totals {
    return this.#sums
  }
}
