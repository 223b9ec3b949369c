import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { booksWords } from '../books/books.words'
import { drawerWords } from '../drawer/drawer.words'
import { exportsWords } from '../exports/exports.words'
import { firstRunWords } from '../first-run/first-run.words'
import { fulfilmentWords } from '../fulfilment/fulfilment.words'
import { problemWords } from '../fulfilment/problem.words'
import { ordersWords } from '../orders/orders.words'
import { peopleWords } from '../people/people.words'
import { phoneWords } from '../phone/phone.words'
import { settingsWords } from '../settings/settings.words'
import { shellWords } from '../shell/shell.words'
import { practiceWords } from '../practice/practice.words'
import { refundsWords } from '../refunds/refunds.words'
import { slipsWords } from '../slips/slips.words'
import { stockWords } from '../stock/stock.words'
import { syncWords } from '../sync/sync.words'
import { uiWords } from '../ui/ui.words'

const ALL = {
  uiWords,
  shellWords,
  ordersWords,
  drawerWords,
  syncWords,
  settingsWords,
  firstRunWords,
  peopleWords,
  phoneWords,
  practiceWords,
  slipsWords,
  booksWords,
  exportsWords,
  fulfilmentWords,
  problemWords,
  refundsWords,
  stockWords,
}

function keysOf(value: unknown, path = ''): string[] {
  if (value === null || typeof value !== 'object') return [path]
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`))
}

test.each(Object.entries(ALL))('%s says the same things in Chinese and English', (_name, words) => {
  expect(keysOf(words.en).sort()).toEqual(keysOf(words.zh).sort())
})

test('no screen holds Chinese of its own: every word comes from a words file', () => {
  const root = join(import.meta.dirname, '..')
  const screens = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.tsx'),
  )
  const offenders = screens.filter((file) =>
    /[\u4e00-\u9fff]/.test(readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')),
  )
  expect(offenders).toEqual([])
})
