import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Where the merchant's data lives when nobody says otherwise. Desktop, command line and `npm start` share this
 * one rule, and so find each other's core. A practice folder stands beside the real one and never mixes with it.
 */
export function defaultDataFolder(
  kind: 'real' | 'practice',
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const practice = kind === 'practice' ? '-practice' : ''
  if (platform === 'win32')
    return join(env['APPDATA'] || join(homedir(), 'AppData', 'Roaming'), `Zhanggui${practice}`)
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', `Zhanggui${practice}`)
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), `zhanggui${practice}`)
}
