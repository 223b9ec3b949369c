import type { SimulatorFaults } from '../simulator'
import { TopRefusal } from './refusal.simulator'
import { isSignMethod, signTop } from './taobao.sign'
import { fromTopTime } from './taobao.time'

export interface Keys {
  readonly appKey: string
  readonly secret: string
  readonly session: string
}
const MAX_SKEW_MS = 10 * 60_000
const BAN_MS = 1000

/** Calls a second and method; over it the method is banned for a second. Real time, whatever the practice clock says. */
export function rateGate(callsPerSecond: number): (method: string) => void {
  const seen = new Map<string, { second: number; calls: number; bannedUntil: number }>()
  return (method) => {
    const now = Date.now()
    const state = seen.get(method) ?? { second: 0, calls: 0, bannedUntil: 0 }
    seen.set(method, state)
    const second = Math.floor(now / 1000)
    if (state.second !== second) Object.assign(state, { second, calls: 0 })
    state.calls++
    if (state.calls > callsPerSecond) state.bannedUntil = now + BAN_MS
    if (now < state.bannedUntil) throw banned(Math.ceil((state.bannedUntil - now) / 1000))
  }
}

export function banned(seconds: number): TopRefusal {
  return new TopRefusal(
    7, 'App Call Limited', 'accesscontrol.limited-by-api-access-count', `This ban will last for ${seconds} more seconds`,
  ) // prettier-ignore
}

/** The system parameters in the order in which TOP looks at them. `needsSession`: the method speaks for a seller. */
export function checkSystem(
  params: Readonly<Record<string, string>>,
  {
    keys,
    now,
    needsSession,
    faults,
  }: { keys: Keys; now: number; needsSession: boolean; faults: SimulatorFaults },
): void {
  const { app_key: appKey, timestamp, v, sign, sign_method: signMethod = '', session, format } = params
  if (!appKey) throw new TopRefusal(28, 'Missing App Key')
  if (appKey !== keys.appKey)
    throw new TopRefusal(29, 'Invalid App Key', 'isv.appkey-not-exists', 'appkey不存在')
  if (!v) throw new TopRefusal(32, 'Missing Version')
  if (v !== '2.0') throw new TopRefusal(33, 'Invalid Version')
  if (format && format !== 'json' && format !== 'xml') throw new TopRefusal(23, 'Invalid Format')
  if (!timestamp) throw new TopRefusal(30, 'Missing Timestamp')
  if (Math.abs(timeIn(timestamp) - now) > MAX_SKEW_MS) throw new TopRefusal(31, 'Invalid Timestamp')
  if (!sign || !signMethod) throw new TopRefusal(24, 'Missing Signature')
  if (!isSignMethod(signMethod) || signTop(params, keys.secret, signMethod) !== sign)
    throw new TopRefusal(25, 'Invalid signature')
  if (!needsSession) return
  if (!session) throw new TopRefusal(26, 'Missing Session')
  if (session !== keys.session || faults.keysExpired)
    throw new TopRefusal(27, 'Invalid session', 'invalid-sessionkey', 'SessionKey非法')
}

function timeIn(text: string): number {
  try {
    return fromTopTime(text)
  } catch (cause) {
    throw Object.assign(new TopRefusal(31, 'Invalid Timestamp'), { cause })
  }
}
