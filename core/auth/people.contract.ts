import { z } from 'zod'
import { procedure, commandBase } from '../kernel/contract'
import { field, OWNER, ROLES } from '../kernel/rights'

const own = { see: OWNER, edit: OWNER }

/** Roles that the owner gives to others. */
const grantable = z.array(z.enum(ROLES)).max(ROLES.length)

export const personView = z.object({
  id: field(z.string(), own),
  name: field(z.string(), own),
  roles: field(z.array(z.enum(ROLES)), own),
  hasPin: field(z.boolean(), own),
  /** UTC ms until which their one-time code holds; null = none is out. */
  codeUntil: field(z.number().nullable(), own),
  createdAt: field(z.number(), own),
})
export type PersonView = z.infer<typeof personView>

/** Shown once, to the owner, who tells it to the person or the device. */
const codeView = z.object({ code: field(z.string(), own), until: field(z.number(), own) })
export type CodeView = z.infer<typeof codeView>

const sessionView = z.object({
  id: field(z.string(), own),
  personId: field(z.string(), own),
  person: field(z.string(), own),
  /** The station's name; null = a browser on this PC. */
  station: field(z.string().nullable(), own),
  origin: field(z.string(), own),
  createdAt: field(z.number(), own),
  /** The session that asks. */
  own: field(z.boolean(), own),
})
export type SessionView = z.infer<typeof sessionView>

const ok = z.object({ ok: field(z.literal(true), own) })

/** People, all of it the owner's alone. */
export const peopleContract = {
  list: procedure.output(z.object({ people: field(z.array(personView), own) })),
  /** Without a PIN a one-time code comes back: the person sets their own with it. */
  add: procedure
    .input(commandBase.extend({ name: z.string(), roles: grantable, pin: z.string().nullable() }))
    .output(z.object({ id: field(z.string(), own), code: field(codeView.nullable(), own) })),
  change: procedure
    .input(commandBase.extend({ id: z.string(), name: z.string().optional(), roles: grantable.optional() }))
    .output(ok),
  /** Signs the person out everywhere. Without a PIN a one-time code comes back. */
  resetPin: procedure
    .input(commandBase.extend({ id: z.string(), pin: z.string().nullable() }))
    .output(z.object({ code: field(codeView.nullable(), own) })),
  remove: procedure.input(commandBase.extend({ id: z.string() })).output(ok),
  sessions: procedure.output(z.object({ sessions: field(z.array(sessionView), own) })),
  endSession: procedure.input(commandBase.extend({ id: z.string() })).output(ok),
}
