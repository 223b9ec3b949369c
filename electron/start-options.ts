import { resolve } from 'node:path'
import { defaultDataFolder } from '../core/kernel/data-folder'

export interface StartOptions {
  practice: boolean
  dataFolder: string
  /** What core is started with. */
  coreArgs: string[]
}

/** The words that make the desktop program a command line: no window, the command's own exit code. */
const COMMANDS = new Set([
  'serve', 'shop', 'sync', 'scan', 'import', 'export', 'practice', 'doctor', 'backup', 'restore', 'verify', 'pin', 'bench',
]) // prettier-ignore

/** From a checkout Electron's own switches and the app's folder stand before what the person wrote. */
export function ownArguments(argv: readonly string[], packaged: boolean, appPath: string): string[] {
  if (packaged) return argv.slice(1)
  const at = argv.findIndex((arg, index) => index > 0 && resolve(arg) === resolve(appPath))
  return argv.slice(at < 0 ? 2 : at + 1)
}

/** The command's words, or undefined when the desktop is wanted. */
export function commandOf(args: readonly string[]): string[] | undefined {
  const at = args.findIndex((arg) => !arg.startsWith('-'))
  return at === 0 && COMMANDS.has(args[0] ?? '') ? [...args] : undefined
}

export function startOptions(args: readonly string[]): StartOptions {
  const practice = args.includes('--demo')
  const named = valueOf(args, '--data')
  const dataFolder = named === undefined ? defaultDataFolder(practice ? 'practice' : 'real') : resolve(named)
  const port = valueOf(args, '--port')
  return {
    practice,
    dataFolder,
    coreArgs: [
      '--data',
      dataFolder,
      ...(practice ? ['--demo'] : []),
      ...(port === undefined ? [] : ['--port', port]),
    ],
  }
}

function valueOf(args: readonly string[], name: string): string | undefined {
  const joined = args.find((arg) => arg.startsWith(`${name}=`))
  if (joined !== undefined) return joined.slice(name.length + 1)
  const at = args.indexOf(name)
  return at < 0 ? undefined : args[at + 1]
}
