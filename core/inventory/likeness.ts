/** Pairs of neighbouring signs, without spaces and punctuation: 粗陶马克杯 → 粗陶 陶马 马克 克杯. */
export function pairsOf(text: string): ReadonlySet<string> {
  const signs = [
    ...text
      .toLowerCase()
      .normalize('NFKC')
      .replaceAll(/[^\p{L}\p{N}]/gu, ''),
  ]
  return new Set(signs.slice(1).map((sign, n) => `${signs[n] ?? ''}${sign}`))
}

/** How alike two texts are by the pairs that they share, 0..100. */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  let shared = 0
  for (const pair of a) if (b.has(pair)) shared += 1
  return Math.round((200 * shared) / (a.size + b.size))
}
