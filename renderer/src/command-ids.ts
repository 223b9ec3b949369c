import { useState } from 'react'
import { newCommandId, refusalOf } from './client'

/**
 * Ids for commands. What is asked keeps its id until it was answered: pressed again after a lost answer it is the same
 * command, which core does once; asked anew, or with other words, it is another.
 */
export class CommandIds {
  #held: { readonly said: string; readonly id: string } | undefined

  /** The id for this input. */
  for(input: unknown): string {
    const said = JSON.stringify(input) ?? ''
    if (this.#held?.said !== said) this.#held = { said, id: newCommandId() }
    return this.#held.id
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
