/**
 * What core and the desktop shell tell each other over `process.parentPort`, shared by both sides.
 * Binary values travel as base64.
 */
export type ToCore =
  /** Carries one MessagePort: a window that wants to talk. */
  | { kind: 'client-port' }
  /** End in order: finish the running transaction, close the database, exit 0. */
  | { kind: 'stop' }
  /** The helper that core asked for runs; carries one MessagePort to it. */
  | { kind: 'helper-started'; id: number }
  /** A helper is gone, by itself or because core ended it. */
  | { kind: 'helper-ended'; id: number; code: number }
  | KeeperAnswer

/** The helpers that the shell starts for core, by the name of their built file; no other file is ever started. */
export const HELPERS = ['slips.helper'] as const
export type HelperName = (typeof HELPERS)[number]

export type FromCore =
  | KeeperRequest
  /** Core never starts a process itself on the desktop: the shell does, and passes a port. */
  | { kind: 'start-helper'; id: number; name: HelperName }
  | { kind: 'end-helper'; id: number }
  /** Core cannot work and says why in a sentence for the person (folder in use, newer database). It then exits. */
  | { kind: 'refused'; message: string }

/** Wraps or unwraps the data key with the system's key store. */
export interface KeeperRequest {
  kind: 'keeper'
  id: number
  op: 'wrap' | 'unwrap'
  data: string
}

/** `plain`: this Linux session has no key store, and what comes back is no better guarded than a file. */
export type KeeperStrength = 'system' | 'plain'

export type KeeperAnswer =
  | { kind: 'keeper'; id: number; ok: true; data: string; strength: KeeperStrength; rewrapped?: string }
  | { kind: 'keeper'; id: number; ok: false; reason: string }
