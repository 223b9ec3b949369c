import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { ConfirmationName } from '../../../core/rpc/api'
import { client, newCommandId } from '../client'
import { sheetToSend } from '../sheet-to-send'
import { isReady, leaving, withHeld, type BulkRow } from './bulk-rows'

interface Asked {
  readonly line: number
  readonly number: string
  readonly waybill: string
  readonly courier: string
}

const JUDGED_AT_ONCE = 100
const SENT_AT_ONCE = 5

/** Lines of a sheet or a paste: judged first, then sent a handful at a time, so that they can be stopped. */
export function useBulk() {
  const cache = useQueryClient()
  const [rows, setRows] = useState<readonly BulkRow[]>([])
  const [sheet, setSheet] = useState<string | null>(null)
  const [busy, setBusy] = useState<'reading' | 'sending' | null>(null)
  const [sent, setSent] = useState<{ done: number; all: number } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const stop = useRef(false)
  /** The lines as they were read, before anything was found out about them. */
  const typed = useRef<readonly Asked[]>([])

  async function guarded(what: 'reading' | 'sending', body: () => Promise<void>): Promise<void> {
    setBusy(what)
    setError(null)
    try {
      await body()
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(null)
    }
  }
  const judge = (asked: readonly Asked[], from: string | null = null) =>
    guarded('reading', async () => {
      setRows(await judged(asked))
      typed.current = asked
      setSheet(from)
      setSent(null)
    })
  /** A courier for a line whose own was not clear. Lines below may depend on it: all that wait are judged anew. */
  const choose = (line: number, courier: string) =>
    guarded('reading', async () => {
      const gone = new Set(rows.filter(({ outcome }) => outcome === 'sent').map((row) => row.line))
      const chosen = new Map(rows.filter((row) => row.chosen).map((row) => [row.line, row.said]))
      const waiting = typed.current.filter((row) => !gone.has(row.line))
      const found = await judged(
        waiting.map((row) => ({ ...row, courier: row.line === line ? courier : (chosen.get(row.line) ?? row.courier) })),
      )
      setRows((all) =>
        all.map((row) => {
          const again = found.find((one) => one.line === row.line)
          return again ? { ...again, sure: row.sure === true && row.line !== line, chosen: row.chosen === true || row.line === line } : row
        }),
      )
    }) // prettier-ignore
  const readFile = (file: File) =>
    guarded('reading', async () => {
      const { rows: read, sheet: from } = await client.fulfilment.readSheet(await sheetToSend(file))
      await judge(read, from)
    })
  const send = (confirmed: ReadonlySet<ConfirmationName>) =>
    guarded('sending', async () => {
      stop.current = false
      const ready = rows.filter((row) => isReady(row, confirmed))
      setSent({ done: 0, all: ready.length })
      for (let from = 0; from < ready.length && !stop.current; from += SENT_AT_ONCE) {
        const some = ready.slice(from, from + SENT_AT_ONCE)
        const answer = await client.fulfilment.bulk({
          commandId: newCommandId(),
          confirm: [...confirmed],
          rows: some.map(({ line, number, waybill, courier, said, sure }) => ({
            line, number, waybill, courier: courier ?? said, confirm: sure ? ['waybill'] : [],
          })),
        }) // prettier-ignore
        setRows((all) => all.map((row) => withOutcome(row, answer.rows)))
        setSent({ done: from + some.length, all: ready.length })
      }
      await cache.invalidateQueries({ queryKey: ['order'] })
    })
  return {
    rows,
    /** Which sheet of a book with several was read. */
    sheet,
    busy,
    sent,
    error,
    judge,
    choose,
    readFile,
    send,
    /** A yes to the doubtful number of one line. */
    setSure: (line: number, sure: boolean) =>
      setRows((all) => all.map((row) => (row.line === line ? { ...row, sure } : row))),
    stop: () => void (stop.current = true),
    clear: () => {
      setRows([])
      setSent(null)
      setError(null)
    },
  }
}

async function judged(asked: readonly Asked[]): Promise<readonly BulkRow[]> {
  let found: readonly BulkRow[] = []
  for (let from = 0; from < asked.length; from += JUDGED_AT_ONCE) {
    const some = asked.slice(from, from + JUDGED_AT_ONCE)
    const { rows, held } = await client.fulfilment.preview({ rows: [...some], above: leaving(found) })
    found = withHeld([...found, ...rows.map((row, n) => ({ ...row, said: some[n]?.courier ?? '' }))], held)
  }
  return found
}

type Answers = Awaited<ReturnType<typeof client.fulfilment.bulk>>['rows']

function withOutcome(row: BulkRow, answers: Answers): BulkRow {
  const answer = answers.find((one) => one.line === row.line)
  if (!answer) return row
  return answer.done
    ? { ...row, outcome: 'sent', problems: [] }
    : { ...row, outcome: 'refused', problems: answer.problem ? [answer.problem] : row.problems }
}
