import { expect, test } from 'vitest'
import { piecesOf, wrongPieces } from './pieces'

test.each([
  ['12', 12, undefined], [' 12 ', 12, undefined], ['１２', 12, undefined], ['0', 0, undefined], ['9999999', 9_999_999, undefined], ['', null, undefined],
  ['6901234567892', null, 'tooManyPieces'], ['99999999', null, 'tooManyPieces'],
  ['-3', null, 'wrongPieces'], ['1.5', null, 'wrongPieces'], ['abc', null, 'wrongPieces'], ['5 件', null, 'wrongPieces'],
] as const)('«%s» is %s pieces, and it is said why not: %s', (text, pieces, wrong) => {
  expect(piecesOf(text)).toBe(pieces)
  expect(wrongPieces(text)).toBe(wrong)
}) // prettier-ignore
