import { expect, test } from 'vitest'
import { PAGE_NAMES, pagesOf } from './pages'

test('a phone has what a desk has, and the page that needs its camera', () => {
  expect(pagesOf(['owner'], 'phone')).toEqual(PAGE_NAMES)
  expect(pagesOf(['owner'], 'desk')).toEqual(PAGE_NAMES.filter((name) => name !== 'scan'))
})

test('a packer has no books, on neither', () => {
  for (const on of ['desk', 'phone'] as const) expect(pagesOf(['warehouse'], on)).not.toContain('books')
})
