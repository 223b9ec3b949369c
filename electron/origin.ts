/** Where our own pages come from. The comparison is on parsed parts: a look-alike inside a query proves nothing. */
export const APP_ORIGIN = 'app://zhanggui'

/** `devServer`: the renderer's development server, of which the packaged app has none. */
export function isOurs(url: string, devServer?: string): boolean {
  const parsed = URL.parse(url)
  if (!parsed) return false
  if (parsed.protocol === 'app:')
    return parsed.host === 'zhanggui' && parsed.username === '' && parsed.port === ''
  return devServer !== undefined && parsed.origin === new URL(devServer).origin
}
