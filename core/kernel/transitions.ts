import { Refusal, assert } from './errors'

/** A transition table as data: from each state, the states that a command of ours may move to. */
export type Transitions<S extends string> = Readonly<Record<S, readonly S[]>>

/** Checks at start that every target is itself a state. Returns the table, typed. */
export function defineTransitions<S extends string>(table: Transitions<S>): Transitions<S> {
  for (const [from, targets] of Object.entries(table) as [S, readonly S[]][])
    for (const to of targets) assert(Object.hasOwn(table, to), `${from} → ${to} must lead to a known state`)
  return table
}

/** The refusal names both states, so that the screen can say why and offer the allowed ones. */
export function refuseUnlessAllowed<S extends string>(table: Transitions<S>, from: S, to: S): void {
  if (!table[from].includes(to))
    throw new Refusal('move-not-allowed', { from, to, allowed: table[from].join(',') })
}
