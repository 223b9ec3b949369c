/** Rows are kept in pages of this many. */
export const ROWS_OF_PAGE = 200

export function rowNumber({ page, line }: { page: number; line: number }): number {
  return Number(page) * ROWS_OF_PAGE + Number(line) + 1
}
