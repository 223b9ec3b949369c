import type { Sheet, SheetRow } from './sheet'

/** Where sheets are written to, one after the other. */
export interface Book {
  /** What was made beside or in place of the one file asked for, as drafts with their final names. */
  readonly drafts: readonly { readonly draft: string; readonly file: string }[]
  begin(sheet: Sheet): Promise<void>
  add(rows: readonly SheetRow[]): Promise<void>
  /** Resolves once everything is on disk. */
  finish(): Promise<void>
  /** Lets go of the files, whole or not. */
  destroy(): void
}
