import { useSyncExternalStore } from 'react'
import type { SlipRowView } from '../../../core/rpc/api'
import { connection, newCommandId, refusalOf } from '../client'
import { keptPictures, type KeptPicture } from './kept-pictures'
import { sendPicture, type SlipSource } from './send-picture'

export interface Outcome {
  readonly commandId: string
  readonly name: string
  readonly at: number
  /** The slip as it was taken in; null when it was refused. */
  readonly row: SlipRowView | null
  readonly repeat: boolean
  readonly error: unknown
}

export interface Sending {
  readonly waiting: number
  /** Newest first, of this session. */
  readonly outcomes: readonly Outcome[]
}

/** A line that is lost in the middle of a picture: the picture is sent again from its first piece. */
const RETRY_MS = 1_500
const MOST_OUTCOMES = 2_000

let waiting: KeptPicture[] = []
let state: Sending = { waiting: 0, outcomes: [] }
let running = false
const listeners = new Set<() => void>()

function tell(outcomes = state.outcomes): void {
  state = { waiting: waiting.length, outcomes }
  for (const listener of listeners) listener()
}

/** Hands pictures in, one after the other; `keep`: they also survive a reload (a phone's). */
export function handIn(
  pictures: readonly { readonly picture: Blob; readonly name: string }[],
  source: SlipSource,
  keep = false,
): readonly string[] {
  const fresh = pictures.map(({ picture, name }) => ({ commandId: newCommandId(), name, source, picture }))
  waiting = [...waiting, ...fresh]
  if (keep) for (const one of fresh) void keptPictures.put(one)
  tell()
  void run()
  return fresh.map(({ commandId }) => commandId)
}

/** What a reload had left behind is sent now. */
export async function sendKept(): Promise<void> {
  const known = new Set(waiting.map(({ commandId }) => commandId))
  const kept = (await keptPictures.all()).filter(({ commandId }) => !known.has(commandId))
  if (kept.length === 0) return
  waiting = [...waiting, ...kept]
  tell()
  void run()
}

/** What has not been sent yet is not sent any more. */
export function dropWaiting(): void {
  for (const { commandId } of waiting) void keptPictures.remove(commandId)
  waiting = []
  tell()
}

export function forgetOutcomes(): void {
  tell([])
}

async function run(): Promise<void> {
  if (running) return
  running = true
  for (let one = waiting[0]; one; one = waiting[0]) {
    const outcome = await attempt(one)
    if (!outcome) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      continue
    }
    const { commandId } = one
    waiting = waiting.filter((other) => other.commandId !== commandId)
    void keptPictures.remove(commandId)
    tell([outcome, ...state.outcomes].slice(0, MOST_OUTCOMES))
  }
  running = false
}

/** `undefined`: the line is lost or the pieces were; again later. */
async function attempt({ commandId, name, source, picture }: KeptPicture): Promise<Outcome | undefined> {
  const at = Date.now()
  try {
    const { row, repeat } = await sendPicture(picture, { commandId, name, source })
    return { commandId, name, at, row, repeat, error: null }
  } catch (error) {
    const code = refusalOf(error)?.code
    const passing = code === 'sending-broken' || code === 'too-much-at-once' || code === 'too-many-slips'
    if (passing || !connection.live || !(error as { code?: string }).code) return undefined
    return { commandId, name, at, row: null, repeat: false, error }
  }
}

export function useSending(): Sending {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => state,
  )
}
