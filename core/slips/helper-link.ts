import type { SlipTimes } from './read-slip'
import type { SlipReading } from './slip-reading'

/** What core asks the helper that reads slips. */
export interface ToHelper {
  readonly id: number
  /** A picture's place, or the picture itself. */
  readonly picture: string | Uint8Array
  /** Also make what is kept and shown of it. */
  readonly show: boolean
  /** Where the trained data are unpacked. */
  readonly cacheFolder: string
}

/** What is kept of a picture beside the original: JPEGs made by us, so that nothing foreign is ever shown. */
export interface Shown {
  readonly preview: Uint8Array
  /** The same with every printed amount painted over, for those who never see money; absent where none was read. */
  readonly covered?: Uint8Array
  /** In place of an original that is too large to keep. */
  readonly smaller?: Uint8Array
}

/** One picture's answer. */
export type FromHelper = { readonly id: number; readonly ms: number } & (
  | { readonly reading: SlipReading; readonly times: SlipTimes; readonly shown?: Shown }
  | { readonly problem: { readonly code: string; readonly detail: string } }
)
