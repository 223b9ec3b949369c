import type { Book } from './book'
import { PRACTICE_NOTE, type Sheet } from './sheet'
import { cellXml, HEAD_STYLE, textXml } from './xlsx-cell'
import { bookParts, letter, sheetFoot, sheetHead, type NamedSheet } from './xlsx-parts'
import { zipFile } from './zip-file'

/** A sheet holds 1,048,576 rows: the rest goes to the next one. */
const MOST_ROWS = 1_000_000

/**
 * Streams an .xlsx, written here because the libraries at hand gather what the disk cannot take yet: memory stays flat
 * whatever the number of rows.
 */
export function xlsxBook(file: string, practice: boolean, mostRows = MOST_ROWS): Book {
  const draft = `${file}.part`
  const zip = zipFile(draft)
  const done: NamedSheet[] = []
  const leads: number[] = []
  let sheet: Sheet | undefined
  let letters: readonly string[] = []
  let part = 1
  let rows = 0

  async function open(): Promise<void> {
    if (!sheet) return
    await zip.begin(`xl/worksheets/sheet${done.length + 1}.xml`)
    letters = sheet.heads.map((_, n) => letter(n + 1))
    const heads = sheet.heads.map((head, n) => textXml(head.title, `${letters[n]}1`, HEAD_STYLE)).join('')
    await zip.write(`${sheetHead(sheet)}<row r="1">${heads}</row>`)
    rows = 1
  }
  async function close(): Promise<void> {
    if (!sheet) return
    const columns = sheet.heads.length
    const reach = rows
    if (practice) await zip.write(`<row r="${rows + 1}">${textXml(PRACTICE_NOTE, `A${rows + 1}`)}</row>`)
    await zip.write(sheetFoot(columns, reach))
    const name = `${sheet.title}${practice ? '（练习）' : ''}${part > 1 ? ` ${part}` : ''}`
    const number = done.length + 1
    leads.push(...(sheet.lead ? [number] : []))
    done.push({ name, part: number, columns, rows: reach })
  }
  const inOrder = () => [
    ...done.filter(({ part: number }) => leads.includes(number)),
    ...done.filter(({ part: number }) => !leads.includes(number)),
  ]

  return {
    drafts: [{ draft, file }],
    async begin(next) {
      await close()
      sheet = next
      part = 1
      await open()
    },
    async add(some) {
      const heads = sheet?.heads ?? []
      for (const { cells } of some) {
        if (rows > mostRows) {
          await close()
          part += 1
          await open()
        }
        rows += 1
        let row = `<row r="${rows}">`
        for (let n = 0; n < heads.length; n++)
          row += cellXml(heads[n]!, cells[n] ?? null, `${letters[n]}${rows}`)
        const slow = zip.write(`${row}</row>`)
        if (slow) await slow
      }
    },
    async finish() {
      await close()
      for (const [name, xml] of bookParts(inOrder())) {
        await zip.begin(name)
        await zip.write(xml)
      }
      await zip.finish()
    },
    destroy: () => zip.destroy(),
  }
}
