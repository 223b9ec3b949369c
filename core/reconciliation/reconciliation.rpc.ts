import { implement } from '@orpc/server'
import { actingOn, guard, mustEdit, once, type RpcContext } from '../auth'
import type { Database } from '../database'
import { latest, monthOf, type SecretBox } from '../kernel'
import { countDifferences, pageOfDifferences } from './differences.store'
import { cleaningRules } from './cleaning'
import { importBills, matchAgain, type FileResult, type ImportProgress } from './import-bills'
import { proofOfMonth, strayRows } from './month-books.store'
import { differenceView, reconciliationContract, type ImportStep } from './reconciliation.contract'
import { reopenDifference, resolveDifference } from './resolve-difference'
import { mustSeeBooks } from './see-books'
import type { UploadDesk } from './upload-desk'
import { cleanedRows, coverageOfDays, equationOfOrder, pageOfFiles, unfinishedOfMonth } from './views.store'

export interface ReconciliationDeps {
  readonly database: Database
  readonly box: SecretBox
  readonly uploads: UploadDesk
}

export function reconciliationRpc({ database, box, uploads }: ReconciliationDeps) {
  const os = implement(reconciliationContract).$context<RpcContext>().use(guard)
  const actorOf = ({ caller }: RpcContext, what: string) =>
    actingOn(caller, 'finance', differenceView.shape.state, what)
  return {
    files: os.files.handler(async ({ input, context }) => {
      mustSeeBooks(context.caller)
      return pageOfFiles(database.read, input.cursor, input.limit)
    }),
    coverage: os.coverage.handler(async ({ input, context }) => {
      mustSeeBooks(context.caller)
      const days = await coverageOfDays(database.read, input.from, input.to)
      const cleaned = await cleanedRows(database.slow, input.from, input.to)
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
      return database.withTx(actorOf(context, 'difference'), (tx) =>
        once(tx, { commandId: input.commandId, name: 'reconciliation.resolve', input }, () =>
          resolveDifference(tx, input),
        ),
      )
    }),
    reopen: os.reopen.handler(async ({ input, context }) => {
      return database.withTx(actorOf(context, 'difference'), (tx) =>
        once(tx, { commandId: input.commandId, name: 'reconciliation.reopen', input }, () =>
          reopenDifference(tx, input),
        ),
      )
    }),
    proof: os.proof.handler(async ({ input, context }) => {
      mustSeeBooks(context.caller)
      const month = monthOf(input.month)
      return {
        proof: await proofOfMonth(database.slow, month),
        unfinished: await unfinishedOfMonth(database.slow, month),
      }
    }),
    strays: os.strays.handler(async ({ input, context }) => {
      mustSeeBooks(context.caller)
      const { month, cursor, limit } = input
      const rows = await strayRows(database.slow, monthOf(month), cursor ?? 0, limit + 1)
      const page = rows.slice(0, limit)
      return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
    }),
    rules: os.rules.handler(async ({ context }) => {
      mustSeeBooks(context.caller)
      return { rules: await cleaningRules(database.read) }
    }),
    upload: os.upload.handler(async ({ input, context }) => {
      mustEdit(context.caller, differenceView.shape.state, 'bills')
      const bytes = Buffer.from(input.base64, 'base64')
      return { id: await uploads.add(context.caller.personId, { ...input, bytes }) }
    }),
    dropUploads: os.dropUploads.handler(async ({ input, context }) => {
      mustEdit(context.caller, differenceView.shape.state, 'bills')
      await uploads.drop(context.caller.personId, input.ids)
      return { ok: true as const }
    }),
    importBills: os.importBills.handler(async function* ({
      input,
      context,
      signal,
    }): AsyncGenerator<ImportStep> {
      const actor = actorOf(context, 'bills')
      const { personId } = context.caller
      const files = uploads.files(personId, input.uploads)
      const work = latest(
        (tell: (step: ImportProgress) => void, gone) =>
          importBills({ database, box }, actor, files, { progress: tell, signal: gone }),
        signal,
      )
      try {
        for await (const step of work.values) yield { ...step, result: null }
      } finally {
        await work.end()
        await uploads.drop(personId, input.uploads)
      }
      const { files: taken, matched, open } = await work.result
      yield {
        name: '',
        stage: 'looking',
        rows: 0,
        of: null,
        result: { files: taken.map(fileView), matched, open },
      }
    }),
    matchAgain: os.matchAgain.handler(({ context }) => {
      return matchAgain(database, actorOf(context, 'bills'))
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
