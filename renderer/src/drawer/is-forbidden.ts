/** The server knows the question but this person may not ask it. */
export function isForbidden(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'FORBIDDEN'
}
