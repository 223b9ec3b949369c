/** The gateway's door to the LAN, as it stands now. */
export interface LanState {
  /** Where phones find it: `http://192.168.1.5:8420`. Empty while it is shut. */
  readonly addresses: readonly string[]
  /** Why it is shut although it was switched on: `no-network`, `port-in-use`; `null`: all is well. */
  readonly problem: 'no-network' | 'port-in-use' | null
}

/** What opens and shuts it. */
export interface LanDoor {
  readonly state: LanState
  /** Resolves when it stands as wanted; shutting ends every connection of the LAN. */
  set(open: boolean): Promise<void>
}

/** Joins those who may order the door with the gateway that has one: a core without a gateway has none. */
export class LanSwitch {
  #door: LanDoor | undefined

  attach(door: LanDoor): Disposable {
    this.#door = door
    return { [Symbol.dispose]: () => (this.#door = this.#door === door ? undefined : this.#door) }
  }
  get state(): LanState {
    return this.#door?.state ?? { addresses: [], problem: null }
  }
  async set(open: boolean): Promise<void> {
    await this.#door?.set(open)
  }
}
