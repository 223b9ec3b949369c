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
  type Role,
} from '../kernel'
import type { Caller } from './caller'

export interface RpcContext {
  readonly caller: Caller
  readonly log: Log
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
  if (!context.caller.signedIn && !OPEN_TO_ALL.has(name))
    throw new ORPCError('UNAUTHENTICATED', { status: 401 })
  const { inputSchema, outputSchema } = procedure['~orpc']
  const unseen = inputSchema && asksUnseen(inputSchema as z.ZodType, input, context.caller.roles)
  if (unseen) throw new ORPCError('FORBIDDEN', { status: 403, defined: true, data: { what: unseen } })
  try {
    const result = await next()
    const open = !context.caller.signedIn ? (['warehouse'] as const) : context.caller.roles
    if (isStream(result.output))
      return { ...result, output: guardedStream(result.output, outputSchema, open, context.log, path) }
    return { ...result, output: outputSchema && visible(outputSchema as z.ZodType, result.output, open) }
  } catch (error) {
    throw forTheWire(error, context.log, path)
  }
}

type Stream = AsyncIterator<unknown, unknown, void>

function isStream(output: unknown): output is Stream {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output
}

/** A stream is as many answers: each is cut to what the roles see, its last word and its error too. */
function guardedStream(
  stream: Stream,
  schema: unknown,
  roles: readonly Role[],
  log: Log,
  path: readonly string[],
): AsyncIterator<unknown, unknown, void> {
  const parts = getEventIteratorSchemaDetails(schema as Parameters<typeof getEventIteratorSchemaDetails>[0])
  return mapEventIterator(stream, {
    value: async (value, done) => {
      const part = (done ? parts?.returns : parts?.yields) as z.ZodType | undefined
      return part && visible(part, value, roles)
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
