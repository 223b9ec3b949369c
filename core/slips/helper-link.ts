import type { SlipTimes } from './read-slip'
import type { SlipReading } from './slip-reading'

/** What core asks the helper that reads slips. */
export interface ToHelper {
  readonly id: number
  readonly file: string
  /** Where the trained data are unpacked. */
  readonly cacheFolder: string
}

/** One picture's answer. */
export type FromHelper = { readonly id: number; readonly ms: number } & (
  | { readonly reading: SlipReading; readonly times: SlipTimes }
  | { readonly problem: { readonly code: string; readonly detail: string } }
)
