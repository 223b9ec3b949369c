/** What the person's roles may not see is absent from an answer, whatever its type promises. */
export function sees<T extends object>(thing: T, field: keyof T): boolean {
  return thing[field] !== undefined
}
