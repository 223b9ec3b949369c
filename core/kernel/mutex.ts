/** First come, first served. Guards the one writer connection of an embedded database. */
export class Mutex {
  #tail: Promise<void> = Promise.resolve()
  /** Resolves with the release function once everybody before has released. */
  async acquire(): Promise<() => void> {
    const before = this.#tail
    let release!: () => void
    this.#tail = new Promise((resolve) => (release = resolve))
    await before
    return release
  }
  async run<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.acquire()
    try {
      return await work()
    } finally {
      release()
    }
  }
}
