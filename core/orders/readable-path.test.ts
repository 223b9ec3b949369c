import { expect, test } from 'vitest'
import { readablePath } from './readable-path'

test('the history tells a role no more than the fields themselves do', () => {
  for (const path of [
    'state',
    'source',
    'receiver',
    'lines.a.shippedQuantity',
    'parcels.p',
    'parcels.p.waybill',
    'lines.a',
  ])
    expect([path, readablePath(path, ['warehouse'])]).toEqual([path, true])
  for (const path of [
    'totalMinor',
    'memo',
    'lines.a.unitPriceMinor',
    'refunds.r',
    'refunds.r.amountMinor',
    'refunds.r.reason',
    'never-declared',
  ])
    expect([path, readablePath(path, ['warehouse'])]).toEqual([path, false])
  for (const path of ['totalMinor', 'memo', 'refunds.r.reason'])
    expect(readablePath(path, ['sales'])).toBe(true)
  expect(readablePath('never-declared', ['sales'])).toBe(false)
})
