import { describe, expect, it } from 'vitest'
import {
  courierNamed,
  doubtOf,
  nearlyRecognised,
  normaliseWaybill,
  recogniseWaybill,
  repairWaybill,
} from './waybills'

const first = (number: string) => recogniseWaybill(number)[0]?.courier

describe('the form of a waybill number', () => {
  it.each([
    ['SF1023574470215', 'SF'], ['YT8962646785389', 'YTO'], ['73610555582883', 'ZTO'], ['773277027280336', 'STO'],
    ['463431409940372', 'YUNDA'], ['JDVA11408814483', 'JD'], ['JDX024407261700', 'JD'], ['JT5261988016578', 'JT'],
    ['DPK364112047425', 'DBL'], ['EA123456785CN', 'EMS'], ['1207119765021', 'EMS'], ['RB123456785GB', 'POST'],
    ['1Z5R89390357567127', 'UPS'], ['9400111206206406260787', 'USPS'], ['YT1234567890123456', 'YUNEXPRESS'],
  ])('%s is %s', (number, courier) => expect(first(number)).toBe(courier)) // prettier-ignore

  it('a number whose public check digit fails is not that courier’s', () => {
    expect(recogniseWaybill('EA123456784CN')).toEqual([])
    expect(recogniseWaybill('RB123456786US')).toEqual([])
    expect(first('1Z5R89390357567128')).toBeUndefined()
  })
  it('one sign wrong: the courier is named all the same, and its check digit is doubted', () => {
    for (const [number, courier] of [['1Z5R89390357567128', 'UPS'], ['EA123456784CN', 'EMS'], ['RB123456786US', 'POST']] as const) {
      expect(nearlyRecognised(number)).toBe(courier)
      expect(doubtOf(number, courier)).toEqual({ code: 'waybill-check-digit', asks: true })
    }
    expect(nearlyRecognised('QQ-42-77')).toBeUndefined()
  }) // prettier-ignore
  it.each(['12', '1234', 'A-1'])('%s is shorter than any courier’s: it asks', (number) => {
    expect(recogniseWaybill(number)).toEqual([])
    expect(doubtOf(number, 'ZTO')).toEqual({ code: 'waybill-something-else', asks: true })
  })
  it('SF’s check digit is a hint only', () => {
    expect(recogniseWaybill('SF1391971873939')[0]).toMatchObject({ courier: 'SF', checked: false })
    expect(recogniseWaybill('SF2000601520988')[0]).toMatchObject({ courier: 'SF', checked: true })
  })
  it('several couriers share a form: the more telling stands first', () => {
    expect(recogniseWaybill('986578788855').map(({ courier }) => courier)).toContain('FEDEX')
    expect(recogniseWaybill('996578788855').map(({ courier }) => courier)).not.toContain('FEDEX')
  })
  it('what is plainly something else is no waybill: mobile number, product code, identity number', () => {
    for (const number of ['13812345678', '6901234567892', '11010519491231002X'])
      expect(recogniseWaybill(number)).toEqual([])
  })
  it('an unknown form is an unknown courier, not an error', () =>
    expect(recogniseWaybill('QQ-42-77')).toEqual([]))
})

describe('as printed and as misread', () => {
  it('blanks, hyphens, full width and JD’s piece suffix do not matter', () => {
    expect(normaliseWaybill(' sf10 2357-4470215 ')).toBe('SF1023574470215')
    expect(normaliseWaybill('ＹＴ８９６２６４６７８５３８９')).toBe('YT8962646785389')
    expect(normaliseWaybill('JDVA11408814483-1-1-')).toBe('JDVA11408814483')
  })
  it('look-alikes are exchanged only where a courier’s form says which must stand', () => {
    expect(repairWaybill('SFIO23574470215')).toEqual(['SF1023574470215'])
    expect(repairWaybill('5F1023574470215')).toContain('SF1023574470215')
    expect(repairWaybill('YT89626467B5389')).toContain('YT8962646785389')
    expect(repairWaybill('EA12345678SCN')).toContain('EA123456785CN')
    expect(repairWaybill('HELLO')).toEqual([])
  })
  it('a whole number is not touched', () =>
    expect(repairWaybill('SF1023574470215')).toEqual(['SF1023574470215']))
  it('couriers by name', () => {
    expect(courierNamed('承运商:韵达快递')).toBe('YUNDA')
    expect(courierNamed('J&T极兔')).toBe('JT')
    expect(courierNamed('退货单')).toBeUndefined()
  })
})
