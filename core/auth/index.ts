// Who works here: the owner's PIN, sessions, commands said twice, settings, and the key that everything is sealed with.
export { once, type Command } from './once'
export { hashPin, type PinHash } from './pin'
export { ownerExists, setOwnerPin, changePin, resetPin, PersonEntity } from './people.store'
export {
  openSession,
  sessionOf,
  sessionsOf,
  adoptSessions,
  signOut,
  type SessionPerson,
  SessionEntity,
} from './session.store'
export { signIn } from './sign-in'
export { LoginThrottle } from './login-throttle'
export { readSettings, changeSettings } from './settings'
export {
  makeRecoveryPassphrase,
  wrapDataKey,
  keepWrappedKey,
  openWithPassphrase,
} from './recovery-passphrase'
export { fileKeeper, openSecretBox, setKeyAside, WRAPPED_KEY_FILE, type KeyKeeper } from './key-keeper'
export { keyFits } from './key-check'
export { NOBODY, ownerFrom, type Caller } from './caller'
export { guard, mustEdit, ownerOnly, forTheWire, type RpcContext } from './guard'
export { OWNER_ID } from './people.store'
