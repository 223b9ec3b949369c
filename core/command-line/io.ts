/** Where a command speaks: its own terminal, or the socket of one that runs through us. */
export interface Io {
  out(text: string): void
  err(text: string): void
  /** For relative paths: the folder of the person who typed. */
  readonly cwd: string
  readonly json: boolean
  /** Aborts when the person gives up: Ctrl C here, or at the other end of the socket. */
  readonly signal?: AbortSignal
}

/** What was typed after the command's name. */
export interface Words {
  readonly positionals: readonly string[]
  readonly options: Readonly<Record<string, string | readonly string[] | boolean | undefined>>
}

export function option(words: Words, name: string): string | undefined {
  const value = words.options[name]
  return typeof value === 'string' ? value : undefined
}
export function options(words: Words, name: string): readonly string[] {
  const value = words.options[name]
  return Array.isArray(value) ? (value as readonly string[]) : []
}

/** Wrong usage: exit code 2 with one sentence that says what to type. */
export class Usage extends Error {
  override readonly name = 'Usage'
}

/** Where a program serves that was told nothing else. */
export const DEFAULT_PORT = 8420
