import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ORDER_COLUMNS, PRACTICE_NOTE, type SheetWriter } from './sheet'

/** CSV in UTF-8 with BOM. Long numbers carry a leading tab so that Excel keeps them as text. */
export function csvSheet(stream: Writable, practice: boolean): SheetWriter {
  const done = finished(stream)
  done.catch((error: unknown) => error)
  const line = (cells: readonly (string | number)[]) => `${cells.map(cell).join(',')}\r\n`
  stream.write('\uFEFF')
  stream.write(line([...ORDER_COLUMNS.map((column) => column.title), ...(practice ? [PRACTICE_NOTE] : [])]))
  return {
    async add(row) {
      if (!stream.write(line(ORDER_COLUMNS.map((column) => column.value(row)))))
        await Promise.race([once(stream, 'drain'), done])
    },
    async finish() {
      stream.end()
      await done
    },
  }
}

/** A buyer's text that begins like a formula would run in the accountant's Excel: it is written as text. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : /^\d{11,}$/.test(value) ? `\t${value}` : value
  return /[",\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
