import { getEventIteratorSchemaDetails } from '@orpc/contract'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { EVERYBODY, field, OFFICE, rightsOf, sees, undeclaredFields, visible } from '../kernel/rights'
import { orderDetail } from '../orders/orders.contract'
import { api } from './api'

interface Found {
  readonly name: string
  readonly input: z.ZodType | undefined
  readonly output: z.ZodType | undefined
}

/** Questions: they change nothing, so asking twice is harmless. Every other procedure is a command. */
const READS = new Set([
  'practice.waybills',
  'auth.standing',
  'auth.settings',
  'auth.backups',
  'fulfilment.couriers',
  'fulfilment.options',
  'fulfilment.parcels',
  'fulfilment.recognise',
  'fulfilment.check',
  'fulfilment.readSheet',
  'fulfilment.preview',
  'fulfilment.picking',
  'orders.page',
  'orders.counts',
  'orders.open',
  'orders.raw',
  'orders.history',
  'people.list',
  'people.sessions',
  'inventory.warehouses',
  'inventory.matrix',
  'inventory.moves',
  'inventory.transfers',
  'inventory.holds',
  'inventory.codes',
  'inventory.pushShops',
  'inventory.pushPreview',
  'reconciliation.files',
  'reconciliation.coverage',
  'reconciliation.differences',
  'reconciliation.differenceCounts',
  'reconciliation.equation',
  'reconciliation.proof',
  'reconciliation.strays',
  'reconciliation.rules',
  'notifications.adapter',
  'refunds.page',
  'refunds.counts',
  'refunds.open',
  'refunds.ofOrder',
  'refunds.foresee',
  'shops.platforms',
  'shops.list',
  'shops.tryKeys',
  'shops.test',
  'stations.overview',
  'slips.page',
  'slips.counts',
  'slips.open',
  'slips.ofOrder',
  'slips.picture',
  'slips.original',
  'sync.pill',
  'sync.shops',
  'sync.exceptions',
  'sync.stuck',
  'sync.exceptionBody',
  'feed.follow',
])
const MONEY = /Minor$|^currency$|^amount/

function proceduresOf(contract: object, path = ''): Found[] {
  return Object.entries(contract).flatMap(([key, value]) => {
    const name = path === '' ? key : `${path}.${key}`
    const procedure = (value as { '~orpc'?: { inputSchema?: unknown; outputSchema?: unknown } })['~orpc']
    if (!procedure) return proceduresOf(value as object, name)
    // A stream's own schema is a shell: what counts is each of its events.
    const stream = procedure.outputSchema && getEventIteratorSchemaDetails(procedure.outputSchema as never)
    const output = (stream ? (stream as unknown as { yields: unknown }).yields : procedure.outputSchema) as
      z.ZodType | undefined
    return [{ name, input: procedure.inputSchema as z.ZodType | undefined, output }]
  })
}

/** [path, schema] of every property of an output, however deep. */
function fieldsOf(schema: z.ZodType, path: string): [string, z.ZodType][] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return fieldsOf(schema.unwrap() as z.ZodType, path)
  if (schema instanceof z.ZodArray) return fieldsOf(schema.element as z.ZodType, path)
  if (!(schema instanceof z.ZodObject)) return []
  return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, child]) => [
    [`${path}.${name}`, child] as [string, z.ZodType],
    ...fieldsOf(child, `${path}.${name}`),
  ])
}

/** A value with every property filled, as far as an output can be. */
function filled(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return filled(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodArray) return [filled(schema.element as z.ZodType)]
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, child]) => [name, filled(child)]),
    )
  return 31_415
}

const procedures = proceduresOf(api)
const missing = (commands: readonly Found[]) =>
  commands
    .filter(({ input }) => !(input instanceof z.ZodObject && 'commandId' in input.shape))
    .map(({ name }) => name)

describe('the contract', () => {
  test('is walked wholly', () => {
    expect(procedures.length).toBeGreaterThan(READS.size)
    for (const name of READS) expect(procedures.map((one) => one.name)).toContain(name)
  })

  test('every procedure has an output, every field of it declares its rights', () => {
    expect(procedures.filter(({ output }) => !output).map(({ name }) => name)).toEqual([])
    expect(procedures.flatMap(({ name, output }) => (output ? undeclaredFields(output, name) : []))).toEqual(
      [],
    )
  })

  test('every command carries a commandId', () => {
    expect(missing(procedures.filter(({ name }) => !READS.has(name)))).toEqual([])
  })

  test('one that does not is found, a field without rights too', () => {
    const planted = { input: z.object({ id: z.string() }), output: z.object({ bare: z.string(), rows: field(z.array(z.object({ deep: z.number() })), { see: EVERYBODY }) }) } // prettier-ignore
    const contract = {
      orders: { drop: { '~orpc': { inputSchema: planted.input, outputSchema: planted.output } } },
    }
    const found = proceduresOf(contract)
    expect(missing(found)).toEqual(['orders.drop'])
    expect(found.flatMap(({ name, output }) => (output ? undeclaredFields(output, name) : []))).toEqual([
      'orders.drop.bare',
      'orders.drop.rows[].deep',
    ])
  })

  test('no two procedures share a name', () => {
    const names = procedures.map(({ name }) => name)
    expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([])
    // Slices are gathered by name: one that was gathered twice would stand in for another.
    expect(new Set(Object.values(api)).size).toBe(Object.keys(api).length)
  })
})

describe('a packer in the warehouse', () => {
  test('no money is declared for them, anywhere', () => {
    const money = procedures.flatMap(({ name, output }) =>
      output ? fieldsOf(output, name).filter(([path]) => MONEY.test(path.split('.').at(-1) ?? '')) : [],
    )
    expect(money.length).toBeGreaterThan(8)
    const seen = money.filter(([, schema]) => sees(['warehouse'], rightsOf(schema)))
    expect(seen.map(([path]) => path)).toEqual([])
  })

  test('sees an order without its money; the office sees it', () => {
    const whole = filled(orderDetail)
    const keys = (value: unknown): string[] =>
      value === null || typeof value !== 'object'
        ? []
        : Object.entries(value).flatMap(([key, child]) => [key, ...keys(child)])
    const packer = keys(visible(orderDetail, whole, ['warehouse']))
    expect(packer.filter((key) => MONEY.test(key))).toEqual([])
    expect(packer).toEqual(expect.arrayContaining(['number', 'receiver', 'sku', 'quantity', 'waybill']))
    for (const role of OFFICE) expect(keys(visible(orderDetail, whole, [role]))).toContain('totalMinor')
  })

  test('without any role nothing is seen at all', () => {
    expect(visible(orderDetail, filled(orderDetail), [])).toEqual({})
  })
})
