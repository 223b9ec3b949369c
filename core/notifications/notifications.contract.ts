import { z } from 'zod'
import { procedure, commandBase } from '../kernel/contract'
import { field, OWNER } from '../kernel/rights'

const own = { see: OWNER, edit: OWNER }
const words = z.object({ zh: field(z.string(), own), en: field(z.string(), own) })

export const messageAdapterView = z.object({
  kind: field(z.string(), own),
  origin: field(z.string(), own),
  /** Names only: what is sealed never comes back. */
  settingNames: field(z.array(z.string()), own),
})
export type MessageAdapterView = z.infer<typeof messageAdapterView>

/** A way of telling customers that can be set up, with what it wants to know. */
const offeredAdapter = z.object({
  kind: field(z.string(), own),
  settings: field(
    z.array(
      z.object({
        name: field(z.string(), own),
        required: field(z.boolean(), own),
        secret: field(z.boolean(), own),
        label: field(words, own),
        help: field(words, own),
      }),
    ),
    own,
  ),
})

export const notificationsContract = {
  /** How customers are told; null = they are not. And how they could be. */
  adapter: procedure.output(
    z.object({
      adapter: field(messageAdapterView.nullable(), own),
      offered: field(z.array(offeredAdapter), own),
    }),
  ),
  /** Sets it up; settings that are left out stay as they are while the kind stays. null takes it away. */
  setAdapter: procedure
    .input(
      commandBase.extend({
        adapter: z
          .object({
            kind: z.string(),
            origin: z.string().max(300),
            settings: z.record(z.string(), z.string().max(4000)),
          })
          .nullable(),
      }),
    )
    .output(z.object({ adapter: field(messageAdapterView.nullable(), own) })),
  /** Sends one message to this number through what is set up; said again under one commandId it arrives once. */
  tryAdapter: procedure
    .input(commandBase.extend({ phone: z.string().max(30) }))
    .output(z.object({ phone: field(z.string(), own) })),
}
