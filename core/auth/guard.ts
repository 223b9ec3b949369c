import { mapEventIterator } from '@orpc/client'
import { getEventIteratorSchemaDetails } from '@orpc/contract'
import { ORPCError, type MiddlewareOptions } from '@orpc/server'
import type { z } from 'zod'
import {
  asksUnseen,
  Bug,
  edits,
  OutsideFailure,
  randomToken,
  reasonOf,
  Refusal,
  rightsOf,
  visible,
  type Log,
} from '../kernel'
import type { Caller } from './caller'

export interface RpcContext {
  readonly caller: Caller
  readonly log: Log
  /**
   * On a wire that outlives a request: who speaks now. Asked before every call and before every word of a stream, so
   * that a role taken away or a session ended counts at once.
   */
  readonly settle?: () => Promise<Caller>
}

type AnyOptions = Pick<
  MiddlewareOptions<RpcContext, unknown, Record<never, never>, Record<never, never>>,
  'context' | 'path' | 'next'
> & {
  readonly procedure: {
    readonly '~orpc': { readonly inputSchema?: unknown; readonly outputSchema?: unknown }
  }
}

/** Answered without a session. */
const OPEN_TO_ALL = new Set(['standing'])

/**
 * Stands before every procedure: nobody without a session, nothing in the answer that the caller's roles may not see
 * nor asked by it,
 * and every error in one of the forms that the screens know. A bug leaves with a number, its text stays in the log.
 */
export async function guard({ context, path, next, procedure }: AnyOptions, input?: unknown) {
  const name = path.at(-1) ?? ''
  const caller = context.settle ? await context.settle() : context.caller
  if (!caller.signedIn && !OPEN_TO_ALL.has(name)) throw unauthenticated()
  const { inputSchema, outputSchema } = procedure['~orpc']
  const unseen = inputSchema && asksUnseen(inputSchema as z.ZodType, input, caller.roles)
  if (unseen) throw new ORPCError('FORBIDDEN', { status: 403, defined: true, data: { what: unseen } })
  try {
    const result = await next({ context: { ...context, caller } })
    const open = !caller.signedIn ? (['warehouse'] as const) : caller.roles
    if (isStream(result.output))
      return { ...result, output: guardedStream(result.output, outputSchema, { ...context, caller }, path) }
    return { ...result, output: outputSchema && visible(outputSchema as z.ZodType, result.output, open) }
  } catch (error) {
    throw forTheWire(error, context.log, path)
  }
}

const unauthenticated = () => new ORPCError('UNAUTHENTICATED', { status: 401 })

type Stream = AsyncIterator<unknown, unknown, void>

function isStream(output: unknown): output is Stream {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output
}

/** A stream is as many answers: each is cut to what the roles see, its last word and its error too. */
function guardedStream(
  stream: Stream,
  schema: unknown,
  { caller, settle, log }: RpcContext,
  path: readonly string[],
): AsyncIterator<unknown, unknown, void> {
  const parts = getEventIteratorSchemaDetails(schema as Parameters<typeof getEventIteratorSchemaDetails>[0])
  return mapEventIterator(stream, {
    value: async (value, done) => {
      const part = (done ? parts?.returns : parts?.yields) as z.ZodType | undefined
      const now = settle ? await settle() : caller
      if (!now.signedIn) throw unauthenticated()
      return part && visible(part, value, now.roles)
    },
    error: async (error) => forTheWire(error, log, path),
  })
}

export function forTheWire(error: unknown, log: Log, path: readonly string[]): unknown {
  if (error instanceof ORPCError) return error
  if (error instanceof Refusal)
    return new ORPCError('REFUSED', {
      status: 422,
      defined: true,
      data: { code: error.code, data: { ...error.data } },
    })
  if (error instanceof OutsideFailure)
    return new ORPCError('OUTSIDE', {
      status: 502,
      defined: true,
      data: {
        message: error.message,
        retryable: error.retryable,
        ...(error.platformCode === undefined ? {} : { platformCode: error.platformCode }),
      },
    })
  const number = randomToken().slice(0, 8)
  log.error({ error: error instanceof Bug ? error : reasonOf(error), number, path: path.join('.') }, 'a bug')
  return new ORPCError('BUG', { status: 500, message: number })
}

/** Refuses with FORBIDDEN unless the caller may change the field. */
export function mustEdit(caller: Caller, schema: z.ZodType, what: string): void {
  if (!edits(caller.roles, rightsOf(schema)))
    throw new ORPCError('FORBIDDEN', { status: 403, defined: true, data: { what } })
}

export function ownerOnly(caller: Caller): void {
  if (!caller.roles.includes('owner'))
    throw new ORPCError('FORBIDDEN', { status: 403, defined: true, data: { what: 'owner' } })
}
