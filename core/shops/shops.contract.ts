import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure, commandBase } from '../kernel/contract'
import { field, EVERYBODY, OWNER } from '../kernel/rights'

const own = { see: OWNER, edit: OWNER }
const all = { see: EVERYBODY }
const words = z.object({ zh: field(z.string(), all), en: field(z.string(), all) })

export const platformView = z.object({
  platform: field(z.string(), all),
  defaultOrigin: field(z.string().nullable(), all),
  push: field(z.enum(['webhook', 'fetched']), all),
  takesMemo: field(z.boolean(), all),
  settings: field(
    z.array(
      z.object({
        name: field(z.string(), all),
        required: field(z.boolean(), all),
        secret: field(z.boolean(), all),
        label: field(words, all),
        help: field(words, all),
      }),
    ),
    all,
  ),
})
export type PlatformView = z.infer<typeof platformView>

export const shopView = z.object({
  id: field(z.string(), all),
  platform: field(z.string(), all),
  name: field(z.string(), all),
  origin: field(z.string(), own),
  /** Names of the settings that are filled; never their values. */
  settingNames: field(z.array(z.string()), own),
  paused: field(z.boolean(), all),
  webhookPath: field(z.string(), own),
  createdAt: field(z.number(), all),
})
export type ShopView = z.infer<typeof shopView>

/** `step` and `advice` are codes that the screens turn into sentences; `detail` is what was found. */
export const testStepView = z.object({
  step: field(z.string(), own),
  ok: field(z.boolean(), own),
  detail: field(z.string().optional(), own),
  advice: field(z.string().optional(), own),
})
export type TestStepView = z.infer<typeof testStepView>

const newShop = z.object({
  platform: z.string(),
  name: z.string().trim().min(1).max(40),
  /** Origin in place of the platform's own; empty = the platform's. */
  url: z.string().max(200),
  settings: z.record(z.string(), z.string().max(4000)),
  /** UTC ms: read orders changed since then; null = as far back as the platform allows. */
  since: z.number().int().nullable(),
})

export const shopsContract = {
  platforms: procedure.output(z.object({ platforms: field(z.array(platformView), all) })),
  list: procedure.output(z.object({ shops: field(z.array(shopView), all) })),
  /** Tries keys that are not saved yet; one sentence per step, ends after the first failure. */
  tryKeys: procedure.input(newShop.omit({ name: true, since: true })).output(eventIterator(testStepView)),
  /** A bound shop under its keys; `settings` are tried over them and not saved. */
  test: procedure
    .input(z.object({ id: z.string(), settings: z.record(z.string(), z.string().max(4000)).optional() }))
    .output(eventIterator(testStepView)),
  add: procedure
    .input(commandBase.extend(newShop.shape))
    .output(z.object({ id: field(z.string(), own), webhookPath: field(z.string(), own) })),
  pause: procedure
    .input(commandBase.extend({ id: z.string(), paused: z.boolean() }))
    .output(z.object({ ok: field(z.literal(true), own) })),
  newKeys: procedure
    .input(commandBase.extend({ id: z.string(), settings: z.record(z.string(), z.string().max(4000)) }))
    .output(z.object({ ok: field(z.literal(true), own) })),
  /** The shop leaves the list and is read no more; its orders stay. */
  remove: procedure
    .input(commandBase.extend({ id: z.string() }))
    .output(z.object({ ok: field(z.literal(true), own) })),
}
