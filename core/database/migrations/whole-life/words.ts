/** What every part of this migration writes with: the two databases differ in these words only. */
export interface Words {
  readonly postgres: boolean
  readonly int: string
  readonly blob: string
  readonly serial: string
  readonly run: (sql: string) => Promise<unknown>
  readonly table: (name: string, columns: string) => Promise<unknown>
  readonly index: (name: string, on: string) => Promise<unknown>
}
