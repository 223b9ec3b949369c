/** What the server takes: 6 to 12 digits or letters. */
export const PIN_SHAPE = /^[0-9A-Za-z]{6,12}$/

/** Why a PIN is not taken (`short`, `long`, `signs`), is easily guessed (`same`, `run`, `date`, `known`), or is good. */
export type PinVerdict =
  'empty' | 'short' | 'long' | 'signs' | 'same' | 'run' | 'date' | 'known' | 'fair' | 'good'

/** What a stranger tries first; the server refuses the same. */
const TRIED_FIRST = ['password', 'zhanggui', 'admin', 'qwerty', 'asdfgh', 'zxcvbn', 'iloveyou', '1qaz2wsx', '147258', '159357', '5201314', '112233', '246810', 'abc123'] // prettier-ignore

export function judgePin(pin: string): PinVerdict {
  if (pin === '') return 'empty'
  if (!/^[0-9A-Za-z]+$/.test(pin)) return 'signs'
  if (pin.length < 6) return 'short'
  if (pin.length > 12) return 'long'
  if (new Set(pin).size < 3 || repeatsItself(pin)) return 'same'
  if (TRIED_FIRST.some((word) => pin.toLowerCase().startsWith(word))) return 'known'
  if (isRun(pin)) return 'run'
  if (isDate(pin)) return 'date'
  return pin.length >= 8 || /[A-Za-z]/.test(pin) ? 'good' : 'fair'
}

/** May it be set at all? A guessable one may, after being told; the server decides on the rest. */
export function pinTaken(verdict: PinVerdict): boolean {
  return !['empty', 'short', 'long', 'signs', 'same', 'run', 'known'].includes(verdict)
}

function isRun(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((sign, at) => sign.charCodeAt(0) - pin.charCodeAt(at)))
  const [step] = steps
  return steps.size === 1 && step !== undefined && Math.abs(step) <= 2
}

/** 123123, ababab. */
function repeatsItself(pin: string): boolean {
  return [1, 2, 3].some(
    (length) => pin.length % length === 0 && pin === pin.slice(0, length).repeat(pin.length / length),
  )
}

/** 19900512 · 900512: a birthday is the first thing people try. */
function isDate(pin: string): boolean {
  const found = /^(?:19|20)?\d\d(\d\d)(\d\d)$/.exec(pin)
  if (!found) return false
  const [month, day] = [Number(found[1]), Number(found[2])]
  return month >= 1 && month <= 12 && day >= 1 && day <= 31
}
