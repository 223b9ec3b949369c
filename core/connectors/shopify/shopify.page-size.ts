/** A single query may cost 1,000 points; a tenth is left for what we cannot foresee. */
const DEAREST_QUERY = 900
const LARGEST_PAGE = 100

/** Finds the page size that costs just under the limit, from what the last page cost. */
export class PageSize {
  #size = 4
  get size(): number {
    return this.#size
  }
  learn(asked: number, requestedCost: number | undefined): void {
    if (asked === 0 || requestedCost === undefined || requestedCost <= 0) return
    const affordable = Math.floor((DEAREST_QUERY * asked) / requestedCost)
    this.#size = Math.max(1, Math.min(LARGEST_PAGE, affordable, Math.max(asked * 4, this.#size)))
  }
  /** `asked` were too many. False when it cannot be fewer. */
  shrink(asked: number): boolean {
    if (asked === 1) return false
    this.#size = Math.max(1, Math.floor(asked / 2))
    return true
  }
}
