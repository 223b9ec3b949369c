import { describe, expect, it } from 'vitest'
import { matchSlip, type SlipOrder } from './match-slip'
import { OrderIndex } from './order-index'
import type { SlipNumber, SlipReading } from './slip-reading'

const NUMBER = '4363366236436363704'
const anOrder = (fields: Partial<SlipOrder> = {}): SlipOrder => ({
  orderId: 'O1', orderNo: NUMBER, phone: '15716706751', amount: 20460, buyer: '陈志', orderedOn: '2025-08-25', returnWaybills: [], ...fields,
}) // prettier-ignore
const aNumber = (text: string, fields: Partial<SlipNumber> = {}): SlipNumber => ({
  readings: [text], agreed: true, source: 'print', label: 'order', confidence: 0.9, place: null, ...fields,
}) // prettier-ignore
const found = <T>(value: T, confidence = 0.9) => ({ value, confidence, place: null })
const aReading = (fields: Partial<SlipReading> = {}): SlipReading => ({
  waybill: null, courier: null, orderNo: null, amount: null, date: found('2025-09-01'), phone: null, reason: null,
  numbers: [], phones: [], mentionsOrder: false, text: '', sense: 20, ...fields,
}) // prettier-ignore
const withPhone = (phone: string, confidence = 0.9) => ({
  phone: found(phone, confidence),
  phones: [found(phone, confidence)],
})
const ask = (reading: SlipReading, orders: SlipOrder[]) => {
  const match = matchSlip(reading, orders)
  expect(match.orderId).toBeNull()
  return match.ask
}

describe('a slip finds its order', () => {
  it('by its order number, read twice alike', () =>
    expect(matchSlip(aReading({ numbers: [aNumber(NUMBER)] }), [anOrder()])).toMatchObject({
      orderId: 'O1',
      basis: 'order-number',
    }))
  it('by the waybill that was announced as its return', () =>
    expect(
      matchSlip(
        aReading({ numbers: [aNumber('SF1023574470215', { source: 'bar-code', label: undefined })] }),
        [anOrder({ returnWaybills: ['SF1023574470215'] })],
      ),
    ).toMatchObject({ orderId: 'O1', basis: 'return-waybill' }))
  it('by a number misread in two places, when the phone is the buyer’s', () =>
    expect(
      matchSlip(
        aReading({
          numbers: [aNumber('4363366236436868704', { agreed: false })],
          ...withPhone('15716706751'),
        }),
        [anOrder()],
      ),
    ).toMatchObject({ orderId: 'O1', basis: 'near-number-and-phone' }))
  it('by the phone alone, when no order is named and amount and name agree', () =>
    expect(
      matchSlip(aReading({ ...withPhone('15716706751'), amount: found(20460), text: '寄陈志15716706751' }), [
        anOrder(),
      ]),
    ).toMatchObject({ orderId: 'O1', basis: 'phone-alone' }))
})

describe('a person is asked', () => {
  it('when two orders are named', () =>
    expect(
      ask(aReading({ numbers: [aNumber(NUMBER), aNumber('4363366236436363777')] }), [
        anOrder(),
        anOrder({ orderId: 'O2', orderNo: '4363366236436363777' }),
      ]),
    ).toBe('several-orders'))
  it('when the waybill is announced at one order and the number is another’s', () =>
    expect(
      ask(aReading({ numbers: [aNumber('SF1023574470215', { source: 'bar-code' }), aNumber(NUMBER)] }), [
        anOrder(), anOrder({ orderId: 'O2', orderNo: '99887766554433', returnWaybills: ['SF1023574470215'] }),
      ]),
    ).toBe('several-orders')) // prettier-ignore
  it('when two orders announced the same waybill', () =>
    expect(
      ask(aReading({ numbers: [aNumber('SF1023574470215', { source: 'bar-code' })] }), [
        anOrder({ returnWaybills: ['SF1023574470215'] }), anOrder({ orderId: 'O2', orderNo: '99887766554433', returnWaybills: ['SF1023574470215'] }),
      ]),
    ).toBe('several-orders')) // prettier-ignore
  it('when phone and amount both say otherwise', () =>
    expect(
      ask(aReading({ numbers: [aNumber(NUMBER)], ...withPhone('13900001111'), amount: found(999) }), [
        anOrder(),
      ]),
    ).toBe('contradiction'))
  it('when the slip is older than the order', () =>
    expect(ask(aReading({ numbers: [aNumber(NUMBER)], date: found('2025-08-01') }), [anOrder()])).toBe(
      'contradiction',
    ))
  it('when the number was read once and nothing else agrees', () =>
    expect(ask(aReading({ numbers: [aNumber(NUMBER, { agreed: false })] }), [anOrder()])).toBe(
      'uncertain-reading',
    ))
  it('a look-alike of another buyer, amount equal, is not the order', () =>
    expect(
      ask(
        aReading({
          numbers: [aNumber('4363366236436363705')],
          ...withPhone('13900001111'),
          amount: found(20460),
        }),
        [anOrder()],
      ),
    ).toBe('number-not-known'))
  it('a clearly read number that is not the buyer’s known order is another order of his', () =>
    expect(
      ask(aReading({ numbers: [aNumber('4363366236436363705')], ...withPhone('15716706751') }), [anOrder()]),
    ).toBe('number-not-known'))
  it('when the phone has two orders', () =>
    expect(
      ask(aReading({ ...withPhone('15716706751'), amount: found(20460) }), [
        anOrder(),
        anOrder({ orderId: 'O2', orderNo: '2222222222222222222' }),
      ]),
    ).toBe('several-orders'))
  it('when an order is named but cannot be read, whatever the phone says', () =>
    expect(
      ask(
        aReading({ ...withPhone('15716706751'), amount: found(20460), text: '陈志', mentionsOrder: true }),
        [anOrder()],
      ),
    ).toBe('number-not-known'))
  it('when only the phone agrees', () =>
    expect(ask(aReading(withPhone('15716706751')), [anOrder()])).toBe('uncertain-reading'))
  it('a masked phone alone is nobody’s', () =>
    expect(
      ask(aReading({ ...withPhone('157****6751'), amount: found(20460), text: '陈志' }), [anOrder()]),
    ).toBe('uncertain-reading'))
  it('a blank sheet is no slip', () => expect(ask(aReading({ sense: 0 }), [anOrder()])).toBe('not-a-slip'))
})

/** A small generator that repeats itself. */
function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state % below
  }
}

describe('among look-alikes it is never wrong', () => {
  it.each([1, 2, 3, 4])(
    'with misread signs, families of near numbers and shared phones (seed %i)',
    (seed) => {
      const roll = seeded(seed)
      const digits = (count: number) => Array.from({ length: count }, () => roll(10)).join('')
      const misread = (text: string, signs: number) => {
        const out = [...text]
        for (let n = 0; n < signs; n++) {
          const at = roll(out.length)
          out[at] = String((Number(out[at]) + 1 + roll(9)) % 10)
        }
        return out.join('')
      }
      const orders: SlipOrder[] = []
      for (let family = 0; family < 60; family++) {
        const [number, phone] = [digits(18), `13${digits(9)}`]
        for (let n = 0; n < 4; n++)
        orders.push(
          anOrder({
            orderId: `O${family}.${n}`, orderNo: n === 0 ? number : `${misread(number.slice(0, 16), 1 + roll(2))}${(Number(number.slice(16)) + n) % 100}`.padEnd(18, '0'), phone: roll(2) ? phone : `15${digits(9)}`,
            amount: 1000 + roll(5), buyer: null,
          }),
        ) // prettier-ignore
      }
      // Some orders the shop does not know; a buyer's neighbouring orders are known all or none.
      const index = new OrderIndex(orders.filter(({ phone }) => phone!.startsWith('13') || roll(5) > 0))
      const known = new Set(
        index
          .candidatesOf(aReading({ numbers: orders.map(({ orderNo }) => aNumber(orderNo)) }))
          .map(({ orderId }) => orderId),
      )
      expect(new Set(orders.map(({ orderNo }) => orderNo)).size).toBe(orders.length)
      let right = 0
      for (const order of orders) {
        // Both readers make the same mistake only when the print itself is spoilt, and then they are not sure of it.
        const signs = [0, 0, 0, 1, 2][roll(5)]!
        const readings =
          signs === 0 ? [order.orderNo] : [misread(order.orderNo, signs), misread(order.orderNo, signs)]
        const reading = aReading({
          numbers: [aNumber(readings[0]!, { readings, agreed: signs === 0 })],
          mentionsOrder: true,
          ...(roll(3) ? withPhone(order.phone!) : {}),
          amount: roll(2) ? found(order.amount!) : null,
        })
        const match = matchSlip(reading, index.candidatesOf(reading))
        if (match.orderId === null) continue
        if (match.orderId === order.orderId) right++
        // An order that the shop does not know cannot be found; its neighbour must not be taken for it.
        else expect({ slip: order.orderNo, readings, known: known.has(order.orderId), got: match }).toBeNull()
      }
      expect(right).toBeGreaterThan(80)
    },
  )
})
