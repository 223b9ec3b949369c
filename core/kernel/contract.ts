import { oc } from '@orpc/contract'
import { z } from 'zod'

/**
 * The base of every contract. A refusal travels as the typed error REFUSED (shown in place, in the person's
 * language); FORBIDDEN and UNAUTHENTICATED as themselves; anything else is a bug with a number to copy.
 */
export const procedure = oc.errors({
  REFUSED: {
    data: z.object({
      code: z.string(),
      data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    }),
  },
  FORBIDDEN: { data: z.object({ what: z.string() }) },
  UNAUTHENTICATED: {},
  OUTSIDE: {
    data: z.object({ message: z.string(), platformCode: z.string().optional(), retryable: z.boolean() }),
  },
})

/** What every command carries: made by the client, so that a repeat after a lost answer is the same command. */
export const commandBase = z.object({ commandId: z.string().min(8).max(64) })

/** A sheet that a person sends whole, in base64; a line to core carries no message beyond four megabytes. */
export const sentSheet = z.object({ name: z.string().max(200), base64: z.string().max(4_000_000) })

export type CommandInput = z.infer<typeof commandBase>
