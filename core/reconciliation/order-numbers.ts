/** How a platform's orders are named at the providers: in which column of ours the merchant's order number stands. */
export interface NumberRule {
  /** `*` = every platform not named here. */
  readonly platform: string
  readonly column: 'external_id' | 'number'
  /** Stands before the number on the bill alone. */
  readonly strip?: string
  /** Stands before the number on our side alone. */
  readonly add?: string
}

/** Taobao gives Alipay its order's number behind `T200P`; the stand-alone shops give their own code or id. */
export const NUMBER_RULES: readonly NumberRule[] = [
  { platform: 'taobao', column: 'external_id' },
  { platform: 'taobao', column: 'external_id', strip: 'T200P' },
  { platform: 'vendure', column: 'number' },
  { platform: 'shopify', column: 'number' },
  { platform: 'shopify', column: 'external_id', add: 'gid://shopify/Order/' },
  { platform: '*', column: 'external_id' },
  { platform: '*', column: 'number' },
]

export function rulesFor(platform: string): readonly NumberRule[] {
  const own = NUMBER_RULES.filter((rule) => rule.platform === platform)
  return own.length > 0 ? own : NUMBER_RULES.filter((rule) => rule.platform === '*')
}

/** Our number for a bill's, by one rule; `undefined` where the rule does not speak of it. */
export function ourNumber(rule: NumberRule, billNumber: string): string | undefined {
  if (rule.strip) return billNumber.startsWith(rule.strip) ? billNumber.slice(rule.strip.length) : undefined
  return rule.add ? rule.add + billNumber : billNumber
}
