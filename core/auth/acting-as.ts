import { ORPCError } from '@orpc/server'
import type { Actor } from '../database'
import type { z } from 'zod'
import { rightsOf, type Role } from '../kernel'
import type { Caller } from './caller'
import { mustEdit } from './guard'
import { ROLE_NAMES } from './roles'

/** The caller as the actor of a transaction: by name, from where they are. */
export function actorOf(caller: Caller): Actor {
  return { who: caller.name, from: caller.from }
}

/**
 * The caller as the actor of what only these roles do. The owner may act for any role, and history says so:
 * `掌柜 代财务` names the first role of `roles`. That the owner may do a thing too makes it no work of the owner's own:
 * `owner` among `roles` changes nothing. Refuses with FORBIDDEN whoever has none of them.
 */
export function actingAs(caller: Caller, ...roles: readonly [Role, ...Role[]]): Actor {
  if (roles.some((role) => role !== 'owner' && caller.roles.includes(role))) return actorOf(caller)
  if (!caller.roles.includes('owner'))
    throw new ORPCError('FORBIDDEN', { status: 403, defined: true, data: { what: roles.join() } })
  return { who: `${caller.name} 代${ROLE_NAMES[roles[0]]}`, from: caller.from }
}

/** The caller as the actor of a change of this field, which is first of all the work of `role`. Refuses with FORBIDDEN. */
export function actingOn(caller: Caller, role: Role, schema: z.ZodType, what: string): Actor {
  mustEdit(caller, schema, what)
  return actingAs(caller, role, ...(rightsOf(schema)?.edit ?? []))
}
