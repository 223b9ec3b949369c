/** A CSV as RFC 4180 has it: rows of cells, the head first. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain, end] of text
    .replace(/^\uFEFF/, '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === ',') continue
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
    if (end === '') break
  }
  return rows
}

/** Rows by the head's titles. */
export function byTitle(rows: readonly string[][]): Readonly<Record<string, string>>[] {
  const [head = [], ...rest] = rows
  return rest.map((cells) => Object.fromEntries(head.map((title, n) => [title, cells[n] ?? ''])))
}
