import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSlip } from '../slips/read-slip'
import { TextReader } from '../slips/text-reader'
import { trainedData } from '../slips/trained-data'
import { drawSlip } from './draw-slip'

const pieces = resolve(import.meta.dirname, '../../resources/practice/slips')
let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'zhanggui-test-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

test('what a practice buyer wrote on either form is what our reader finds', async () => {
  const words = {
    order: '4203817954321871123',
    waybill: 'SF1234567890123',
    phone: '13800001234',
    amount: '168.00',
    date: '2026-11-24',
    reason: '尺码不合适',
  }
  await using reader = new TextReader(await trainedData(folder))
  for (const form of [0, 1]) {
    const picture = await drawSlip(pieces, words, { form, turn: form * 3 - 1.5, blur: 0.4 })
    const { reading } = await readSlip(picture, reader)
    expect(reading.waybill?.value).toBe(words.waybill)
    expect(reading.orderNo?.value).toBe(words.order)
    expect(reading.phone?.value).toBe(words.phone)
    expect(reading.amount?.value).toBe(16_800)
    expect(reading.reason?.value).toContain(words.reason)
  }
})
