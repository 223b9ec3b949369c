/** The platform's own words: what a connector put into 「」; `undefined` where it gave none. */
export function platformWords(error: string): string | undefined {
  return /「(.+)」/s.exec(error)?.[1]
}

/**
 * Why the outside did not do what was asked, for a person. Only what stands in 「」 are the platform's own words, and
 * only those are quoted; a rule we know has a word of ours; the rest is our log's and told as such.
 */
export function saidWords(
  error: string,
  {
    t,
    has,
  }: { t: (key: string, values?: Record<string, string | number>) => string; has: (key: string) => boolean },
): string {
  const said = platformWords(error)
  if (said !== undefined) return t('said', { said })
  const status = /\bHTTP (\d{3})\b/.exec(error)?.[1]
  if (status !== undefined) return t('saidHttp', { status })
  if (has(`refused_${error}`)) return `${t(`refused_${error}`)}。`
  if (error === 'held-after-restore') return t('saidHeld')
  return ''
}
