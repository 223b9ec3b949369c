/** @type {{ name: string, args: unknown[] }[]} Every side effect that the stand-in did not carry out. */
export const recorded = []

export function recorder(name, result) {
  return (...args) => {
    recorded.push({ name, args })
    return result
  }
}
