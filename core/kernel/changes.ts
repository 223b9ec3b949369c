/** What an announcement says: a place in the feed and what moved. Screens fetch the rest under their own rights. */
export interface Announcement {
  sequence: number
  entity: string
  entityId: string
}

/** After-commit announcements inside one process. Events announce; they never command. */
export class Changes {
  readonly #listeners = new Set<(batch: readonly Announcement[]) => void>()
  announce(batch: readonly Announcement[]): void {
    if (batch.length > 0) for (const listener of this.#listeners) listener(batch)
  }
  follow(listener: (batch: readonly Announcement[]) => void): Disposable {
    this.#listeners.add(listener)
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) }
  }
}
