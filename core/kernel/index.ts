// The kernel: the words that every room uses. It knows no shop, no order and no database.
export { Refusal, OutsideFailure, Unreadable, Bug, assert, assertNever, reasonOf } from './errors'
export {
  minor,
  parseMajor,
  formatMajor,
  currencyOf,
  isCurrency,
  exponentOf,
  type Minor,
  type Money,
  type Currency,
} from './money'
export { systemClock, iso, type Clock } from './clock'
export { monthOf, dayText, timeText, ZONE_MS, type Month } from './month'
export { latest, type Latest } from './latest'
export { Disposables } from './disposable'
export { defineTransitions, refuseUnlessAllowed, type Transitions } from './transitions'
export { parseJsonExactly, canonicalJson, type Json } from './json'
export {
  orderIdFor,
  createdAtOf,
  firstIdAt,
  outboundKey,
  randomToken,
  randomSalt,
  contentHash,
  changeHash,
} from './ids'
export { seal, unseal, sealText, unsealText, SecretBox } from './secret-box'
export { redact, redactUrl } from './redact'
export { createLog, type Log } from './log'
export { Changes, type Announcement } from './changes'
export { Mutex } from './mutex'
export {
  ROLES,
  field,
  rightsOf,
  sees,
  edits,
  visible,
  asksUnseen,
  undeclaredFields,
  EVERYBODY,
  OFFICE,
  OWNER,
  type Role,
  type FieldRights,
} from './rights'
export { procedure, commandBase, type CommandInput } from './contract'
export { startHelper, serveAsHelper, type Helper } from './spawner'
