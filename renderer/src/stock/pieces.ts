/** More than any merchant moves at once, and less than the shortest code under a scanner. */
const MOST_DIGITS = 7

/** A whole number of pieces, full-width digits too; `null` while nothing, or nothing whole, is written. */
export function piecesOf(text: string): number | null {
  const digits = plain(text)
  return /^\d+$/.test(digits) && digits.length <= MOST_DIGITS ? Number(digits) : null
}

/** The word for what cannot be a number of pieces; `undefined` while nothing is written, or all is well. */
export function wrongPieces(text: string): 'wrongPieces' | 'tooManyPieces' | undefined {
  const digits = plain(text)
  if (digits === '' || piecesOf(text) !== null) return undefined
  return /^\d+$/.test(digits) ? 'tooManyPieces' : 'wrongPieces'
}

const plain = (text: string) => text.normalize('NFKC').trim()
