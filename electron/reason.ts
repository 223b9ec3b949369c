/** The message of anything thrown, for a log line or a dialog. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
