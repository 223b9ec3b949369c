import { expect, test } from 'vitest'
import { Refusal } from '../kernel'
import { helpFor } from './help'
import { parseLine } from './run-on-core'
import { sentenceOf } from './sentences'
import { refuseExtraWords } from './usage'

const words = { positionals: [], options: {} }

test('the help of a command is about that command, with what its line has no room for', () => {
  const ship = helpFor('ship', words)
  expect(ship).toMatch(
    /zhanggui ship FILE[\s\S]*--waybill[\s\S]*订单号、运单号[\s\S]*--confirm short,untracked,merged,waybill/,
  )
  expect(ship).not.toContain('zhanggui backup')
  expect(ship).toContain('--data DIR')
  expect(helpFor('restore', words)).toMatch(/restore FILE[\s\S]*restore --key/)
  for (const unknown of ['', 'shipp'])
    expect(helpFor(unknown, words)).toMatch(/zhanggui serve[\s\S]*zhanggui bench/)
})

test('a refund that is too large is refused in yuan, not in fen', () => {
  const data = {
    amountMinor: 9_999_900,
    leftMinor: 23_800,
    paidMinor: 23_800,
    refundedMinor: 0,
    currency: 'CNY',
  }
  expect(sentenceOf(new Refusal('refund-too-large', data))).toMatch(/99999\.00[\s\S]*238\.00/)
})

test('each command says what its line has no room for', () => {
  const help = (line: string) => {
    const [command = '', ...positionals] = line.split(' ')
    return helpFor(command, { positionals, options: {} })
  }
  for (const [line, said] of [
    ['export', /--month 只要那个月下的单[\s\S]*进销存[\s\S]*要 --month/],
    ['sync', /写不写 --once 都一样/],
    ['shop list', /读到几时[\s\S]*up to when/],
    ['shop test', /一步步试/],
    ['restore', /before-restore-/],
    ['bench', /export, intake, list, live, oversell, reconcile, slips/],
    ['practice', /taobao, shopify, vendure[\s\S]*lose=0\.5[\s\S]*expired/],
    ['doctor', /下面写着是什么、怎么办/],
    ['backup', /backups 里/],
    ['verify', /临时文件夹/],
  ] as const)
    expect(help(line), line).toMatch(said)
  for (const verb of ['list', 'test']) expect(help(`shop ${verb}`)).not.toContain('--set')
  expect(help('shop add')).toContain('--set')
})

test.each([
  ['doctor --frob', /没有 --frob 这个选项。\nThere is no option --frob\./],
  ['doctor -x', /没有 -x 这个选项/],
  ['serve --port', /--port 后面要写值。\n--port needs a value/],
  ['doctor --json=1', /--json 后面不带值/],
])('«%s» is refused in both languages', (line, said) => {
  expect(() => parseLine(line.split(' '))).toThrow(said)
})

test.each(['backup /stick', 'doctor extra', 'verify a b', 'shop list x', 'shop test s1 x', 'refund decide 1 2', 'export orders stock'])(
  '«%s»: a word too many is not passed over',
  (line) => {
    const { command, words: typed } = parseLine(line.split(' '))
    expect(() => refuseExtraWords(command, typed)).toThrow(/是多出来的，什么都没有做。\n.*nothing was done/)
  },
) // prettier-ignore

test('files are as many as there are, and so are pictures', () => {
  for (const line of ['import bill a b c', 'scan a b c d', 'shop add', 'export orders --out x.csv']) {
    const { command, words: typed } = parseLine(line.split(' '))
    expect(() => refuseExtraWords(command, typed)).not.toThrow()
  }
})
