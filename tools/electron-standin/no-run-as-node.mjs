import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'

export const forkNode = childProcess.fork

/**
 * In the packaged app the RunAsNode fuse is off: forking one's own execPath would open a second app. Here it
 * throws, so that the mistake shows before packaging.
 */
export function refuseOwnExecPath() {
  const refuse = (how) => {
    throw new Error(
      `${how} of the own execPath: Electron's RunAsNode fuse is off; use utilityProcess or a worker thread`,
    )
  }
  for (const how of ['spawn', 'spawnSync', 'execFile', 'execFileSync']) {
    const real = childProcess[how]
    childProcess[how] = (file, ...rest) => (file === process.execPath ? refuse(how) : real(file, ...rest))
  }
  const fork = childProcess.fork
  childProcess.fork = (file, ...rest) => {
    const options = rest.find((part) => part && typeof part === 'object' && !Array.isArray(part))
    const foreign = options?.execPath !== undefined && options.execPath !== process.execPath
    return foreign ? fork(file, ...rest) : refuse('fork')
  }
  syncBuiltinESMExports()
}
