import { z } from 'zod'
import type { SlipReading } from './slip-reading'

const place = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable()
const found = <T extends z.ZodType>(value: T) => z.object({ value, confidence: z.number(), place })
const text = found(z.string())

/** A reading as it is stored: what the database gives back is looked at like anything from outside. */
const stored = z.object({
  waybill: text.nullable(), courier: text.nullable(), orderNo: text.nullable(), amount: found(z.number()).nullable(), date: text.nullable(),
  phone: text.nullable(), reason: text.nullable(),
  numbers: z.array(z.object({
    readings: z.array(z.string()), agreed: z.boolean(), source: z.enum(['bar-code', 'print']), label: z.string().optional(),
    confidence: z.number(), place,
  })),
  phones: z.array(text), mentionsOrder: z.boolean(), text: z.string(), sense: z.number(),
}) // prettier-ignore

export function readingOf(json: string): SlipReading {
  return stored.parse(JSON.parse(json)) as SlipReading // labels and couriers are our own words, written by us
}
