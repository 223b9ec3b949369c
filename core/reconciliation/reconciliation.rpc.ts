import { implement } from '@orpc/server'
import { guard, mustEdit, once, type RpcContext } from '../auth'
import type { Database } from '../database'
import type { SecretBox } from '../kernel'
import { countDifferences, pageOfDifferences } from './differences.store'
import { importBills, matchAgain, type FileResult } from './import-bills'
import { differenceView, reconciliationContract } from './reconciliation.contract'
import { resolveDifference } from './resolve-difference'
import { mustSeeBooks } from './see-books'
import { cleanedRows, coverageOfDays, equationOfOrder, pageOfFiles } from './views.store'

export interface ReconciliationDeps {
  readonly database: Database
  readonly box: SecretBox
}

export function reconciliationRpc({ database, box }: ReconciliationDeps) {
  const os = implement(reconciliationContract).$context<RpcContext>().use(guard)
  const actorOf = ({ caller }: RpcContext) => ({ who: caller.name, from: caller.from })
  return {
    files: os.files.handler(async ({ input, context }) => {
      mustSeeBooks(context.caller)
      return pageOfFiles(database.read, input.cursor, input.limit)
    }),
    coverage: os.coverage.handler(async ({ input, context }) => {
      mustSeeBooks(context.caller)
      const days = await coverageOfDays(database.read, input.from, input.to)
      const cleaned = await cleanedRows(database.slow)
      return { days, cleaned }
    }),
    differences: os.differences.handler(({ input, context }) => {
      mustSeeBooks(context.caller)
      return pageOfDifferences(database.read, input, input.cursor, input.limit)
    }),
    differenceCounts: os.differenceCounts.handler(async ({ input, context }) => {
      mustSeeBooks(context.caller)
      return { groups: await countDifferences(database.slow, input) }
    }),
    equation: os.equation.handler(async ({ input, context }) => {
      mustSeeBooks(context.caller)
      const { equation, rows, differences, ...rest } = await equationOfOrder(database.read, input.orderId)
      return {
        ...rest,
        equation: equation && { ...equation, odd: [...equation.odd] },
        rows: [...rows],
        differences: differences.map((one) => ({ ...one, odd: [...one.odd] })),
      }
    }),
    resolve: os.resolve.handler(async ({ input, context }) => {
      mustEdit(context.caller, differenceView.shape.state, 'difference')
      return database.withTx(actorOf(context), (tx) =>
        once(tx, { commandId: input.commandId, name: 'reconciliation.resolve', input }, () =>
          resolveDifference(tx, input),
        ),
      )
    }),
    importBill: os.importBill.handler(async ({ input, context }) => {
      mustEdit(context.caller, differenceView.shape.state, 'bills')
      // Known by its content: a repeat finds everything there and changes nothing.
      const bytes = Buffer.from(input.base64, 'base64')
      const { files, matched, open } = await importBills({ database, box }, actorOf(context), [{ name: input.name, bytes }]) // prettier-ignore
      return { files: files.map(fileView), matched, open }
    }),
    matchAgain: os.matchAgain.handler(({ context }) => {
      mustEdit(context.caller, differenceView.shape.state, 'bills')
      return matchAgain(database, actorOf(context))
    }),
  }
}

function fileView(file: FileResult) {
  const { name } = file
  if (!file.ok)
    return { name, ok: false, code: file.code, message: file.message, layout: null, from: null, to: null, rows: 0, fresh: 0, known: 0, contradicting: 0, cleaned: 0 } // prettier-ignore
  const { layout, from, to, rows, fresh, known, contradicting, cleaned } = file
  return { name, ok: true, code: null, message: null, layout, from, to, rows, fresh, known, contradicting, cleaned } // prettier-ignore
}
