import { z } from 'zod'

const decimal = z.union([z.string(), z.number()]).transform(String)
const money = z.object({ shopMoney: z.object({ amount: decimal, currencyCode: z.string().optional() }) })
const named = z.object({ id: z.string() })

export const refundsAnswer = z.object({
  order: z
    .object({
      currencyCode: z.string(),
      refunds: z.array(
        z.object({
          id: z.string(),
          note: z.string().nullish(),
          totalRefundedSet: money,
          transactions: z
            .object({
              nodes: z.array(z.object({ id: z.string(), status: z.string(), amountSet: money.nullish() })),
            })
            .transform((connection) => connection.nodes),
        }),
      ),
    })
    .nullable(),
})
export type RefundsAnswer = z.output<typeof refundsAnswer>

export const suggestedAnswer = z.object({
  order: z
    .object({
      currencyCode: z.string(),
      suggestedRefund: z.object({
        suggestedTransactions: z.array(
          z.object({ gateway: z.string(), parentTransaction: named.nullish(), amountSet: money }),
        ),
      }),
    })
    .nullable(),
})

export const refundedAnswer = z.object({ refundCreate: z.object({ refund: named.nullish() }) })
export const returnAnswer = z.object({
  return: z.object({ id: z.string(), status: z.string() }).nullable(),
})
