// Who works here and where: people and roles, PINs and sessions, paired stations; commands said twice, settings, and
// the key that everything is sealed with.
export { once, type Command } from './once'
export { hashPin, type PinHash } from './pin'
export {
  ownerExists,
  setOwnerPin,
  changePin,
  resetPin,
  listPeople,
  peopleAtTheDoor,
  workingPerson,
  PersonEntity,
  OWNER_ID,
} from './people.store'
export { addPerson, changePerson, renewPin, removePerson } from './staff'
export { actorOf, actingAs, actingOn } from './acting-as'
export {
  openSession,
  sessionOf,
  sessionsOf,
  adoptSessions,
  signOut,
  tokenHash,
  type SessionPerson,
  SessionEntity,
} from './session.store'
export {
  offerPairing,
  pairStation,
  stationOf,
  listStations,
  removeStation,
  seenLately,
  sawStation,
  type Station,
  StationEntity,
} from './stations.store'
export { lanIsOn, switchLan } from './lan-setting'
export { LanSwitch, type LanDoor, type LanState } from './lan-door'
export { signIn, signInWithCode, type Place } from './sign-in'
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
export { ROLE_NAMES } from './roles'
