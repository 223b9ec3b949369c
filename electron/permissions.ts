import type { Session } from 'electron'

/** What a page of ours may use. A permission that is not listed is denied, and so is any page that is not ours. */
const ALLOWED: Readonly<Record<string, boolean>> = {
  'clipboard-sanitized-write': true, // copying an order number or an address
  media: true, // scanning a return slip with the camera; sound is refused below
  'clipboard-read': false, // pasting works without it; reading at will is spying
  notifications: false, // the shell shows them itself, so that they survive a closed window
  geolocation: false, // nothing here asks where the PC stands
  fullscreen: false, // a full-screen page can imitate the system
  openExternal: false, // links leave through safeOpenExternal only
  midi: false,
  midiSysex: false,
  hid: false, // scanners type like a keyboard
  serial: false, // scales and printers are not driven from a page
  usb: false,
  fileSystem: false, // files are chosen in the shell's dialogs
  'display-capture': false, // nobody needs the screen's picture
  'idle-detection': false,
  'storage-access': false,
  'top-level-storage-access': false,
  'window-management': false,
  keyboardLock: false,
  pointerLock: false,
  'speaker-selection': false,
  mediaKeySystem: false,
}

export function mayUse(permission: string, ours: boolean, mediaTypes: readonly string[] = []): boolean {
  if (!ours || ALLOWED[permission] !== true) return false
  return permission !== 'media' || (mediaTypes.length > 0 && mediaTypes.every((type) => type === 'video'))
}

export function guardPermissions(session: Session, isOurs: (url: string) => boolean): void {
  session.setPermissionRequestHandler((_contents, permission, decide, details) => {
    const mediaTypes = 'mediaTypes' in details ? (details.mediaTypes ?? []) : []
    decide(details.isMainFrame && mayUse(permission, isOurs(details.requestingUrl), mediaTypes))
  })
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    mayUse(permission, isOurs(origin), details.mediaType ? [details.mediaType] : []),
  )
  session.setDevicePermissionHandler(() => false)
}
