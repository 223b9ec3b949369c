import { createRouterClient } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FilterClause } from './api'
import { ROLES, type Role } from '../kernel'
import { OFFICE } from '../kernel/rights'
import { noLog } from '../testing'
import { aServedCore, type ServedCore } from '../testing/a-served-core'
import { router } from './router'

let served: ServedCore
beforeEach(async () => {
  served = await aServedCore()
})
afterEach(() => served[Symbol.asyncDispose]())

function as(role: Role) {
  const caller = { signedIn: true, personId: role, name: role, roles: [role], from: 'test' }
  return createRouterClient(router(served.core.rpc), { context: { caller, log: noLog } }).orders
}

/** Asked again and again with other figures, the number of rows tells the amount: each would be a guess that answers. */
const BY_WHAT_IS_HIDDEN: FilterClause[] = [
  { field: 'total', op: 'atLeast', value: 9_800 },
  { field: 'total', op: 'atMost', value: 9_800 },
  { field: 'memo', op: 'any' },
]
const OPEN: FilterClause[] = [
  { field: 'state', op: 'is', values: ['to-ship'] },
  { field: 'text', op: 'contains', value: '马克杯' },
]

for (const role of ROLES)
  describe(`a ${role} who guesses what they may not see by filtering`, () => {
    const answered = OFFICE.includes(role)

    test(answered ? 'sees it anyway' : 'is refused, in the list and in the counts', async () => {
      for (const clause of BY_WHAT_IS_HIDDEN) {
        const filter = [...OPEN, clause]
        const asked = [
          as(role).page({ filter, cursor: null, limit: 5 }),
          as(role).counts({ filter, exact: true }),
        ]
        for (const answer of asked)
          if (answered) await expect(answer).resolves.toBeDefined()
          else await expect(answer).rejects.toMatchObject({ code: 'FORBIDDEN', data: { what: clause.field } })
      }
      await expect(as(role).page({ filter: OPEN, cursor: null, limit: 5 })).resolves.toMatchObject({
        rows: [],
      })
    })
  })
