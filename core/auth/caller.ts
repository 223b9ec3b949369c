import type { Role } from '../kernel'

/** Who speaks: settled by the transport (a session cookie, the desktop's port, the local socket), never by the caller. */
export interface Caller {
  readonly signedIn: boolean
  readonly personId: string
  readonly name: string
  readonly roles: readonly Role[]
  /** `desktop`, `command-line`, or the station's address. */
  readonly from: string
  /** The session that speaks, where there is one: what it may keep while the others end. */
  readonly sessionId?: string
}

export const NOBODY: Caller = { signedIn: false, personId: '', name: '', roles: [], from: '' }

/** The desktop window, the command line and the one-time link are the owner. */
export function ownerFrom(from: string): Caller {
  return { signedIn: true, personId: 'owner', name: 'owner', roles: ['owner'], from }
}
