import { useState } from 'react'
import { newCommandId, refusalOf } from './client'

/**
 * Ids for commands. What is asked keeps its id until it was answered: pressed again after a lost answer it is the same
 * command, which core does once; asked anew, or with other words, it is another.
 */
export class CommandIds {
  #held: { readonly said: string; readonly id: string } | undefined
  #first: { readonly id: string; readonly command: object } | undefined

  /** The id for this input. */
  for(input: unknown): string {
    const said = JSON.stringify(input) ?? ''
    if (this.#held?.said !== said) this.#held = { said, id: newCommandId() }
    return this.#held.id
  }
  /**
   * The whole command for what was typed, as it was first sent. Core knows a repeat by every word of it: the version that
   * a lost answer has moved on since must not make it another.
   */
  whole<I extends object>(typed: unknown, make: () => I): I & { readonly commandId: string } {
    const id = this.for(typed)
    if (this.#first?.id !== id) this.#first = { id, command: make() }
    return { ...(this.#first.command as I), commandId: id }
  }
  /** Done. */
  done(): void {
    this.#held = undefined
  }
  /** A refusal is an answer; of a line that broke nobody knows what was done. */
  failed(error: unknown): void {
    if (refusalOf(error)) this.#held = undefined
  }
}

export function useCommandIds(): CommandIds {
  return useState(() => new CommandIds())[0]
}
