/** Things with a life end in one place: children are disposed in reverse order of their birth. */
export class Disposables implements AsyncDisposable {
  readonly #stack: (() => void | Promise<void>)[] = []
  add<T extends AsyncDisposable | Disposable | (() => void | Promise<void>)>(thing: T): T {
    if (typeof thing === 'function') this.#stack.push(thing)
    else if (Symbol.asyncDispose in thing)
      this.#stack.push(() => Promise.resolve(thing[Symbol.asyncDispose]()))
    else if (Symbol.dispose in thing) this.#stack.push(() => thing[Symbol.dispose]())
    return thing
  }
  /** Hands everything over: what was gathered here no longer ends with this scope. */
  move(): Disposables {
    const other = new Disposables()
    other.#stack.push(...this.#stack.splice(0))
    return other
  }
  async [Symbol.asyncDispose](): Promise<void> {
    const errors: unknown[] = []
    for (let end = this.#stack.pop(); end; end = this.#stack.pop()) {
      try {
        await end()
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length === 1) throw errors[0]
    if (errors.length > 1) throw new AggregateError(errors, 'several things failed to close')
  }
}
