import { z } from 'zod'
import { procedure, commandBase } from '../kernel/contract'
import { field, OWNER } from '../kernel/rights'

const own = { see: OWNER, edit: OWNER }

export const messageAdapterView = z.object({
  kind: field(z.string(), own),
  origin: field(z.string(), own),
  /** Names only: what is sealed never comes back. */
  settingNames: field(z.array(z.string()), own),
})

export const notificationsContract = {
  /** How customers are told; null = they are not. */
  adapter: procedure.output(z.object({ adapter: field(messageAdapterView.nullable(), own) })),
  setAdapter: procedure
    .input(
      commandBase.extend({
        adapter: z
          .object({ kind: z.string(), origin: z.string(), settings: z.record(z.string(), z.string()) })
          .nullable(),
      }),
    )
    .output(z.object({ adapter: field(messageAdapterView.nullable(), own) })),
}
