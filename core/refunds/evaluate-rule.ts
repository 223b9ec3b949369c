import { LANES, type Lane } from './case-states'

/** One row of the rule table. Rows are looked at in order; the first that fits decides. */
export interface RefundRule {
  readonly id: string
  readonly currency: string
  readonly buyer: 'any' | 'vip' | 'ordinary'
  /** Minor units; `null` = without end. */
  readonly upToMinor: number | null
  /** Stages one after the other, in each the lanes side by side; none = at once. */
  readonly stages: readonly (readonly Lane[])[]
}

export interface RefundFacts {
  readonly currency: string
  readonly amountMinor: number
  /** Of the same order: what other cases gave back or may still give back. A sum in slices is judged as one. */
  readonly earlierMinor: number
  readonly vip: boolean
  /** Asked for before this shop was bound: nobody here has seen it, so nothing goes out by itself. */
  readonly older: boolean
  /** A parcel came back and nobody asked for its money: a person looks before any goes out. */
  readonly unasked?: boolean
}

/** Why it is decided in this way: kept with the case and shown as «为什么». */
export interface Why {
  /** Id of the rule, or `no-rule`, `older`, `unasked`, `no-amount`. */
  readonly rule: string
  readonly automatic: boolean
  readonly vip: boolean
  readonly currency: string
  /** What was judged: this case and the other cases of its order. */
  readonly judgedMinor: number
  readonly upToMinor: number | null
  readonly stages: readonly (readonly Lane[])[]
}

const BY_FINANCE: readonly (readonly Lane[])[] = [['finance']]

/** Who must decide. Pure: the same facts under the same rules give the same answer. */
export function evaluateRule(rules: readonly RefundRule[], facts: RefundFacts): Why {
  const judgedMinor = facts.amountMinor + facts.earlierMinor
  const told = { vip: facts.vip, currency: facts.currency, judgedMinor }
  const fits = (rule: RefundRule) =>
    rule.currency === facts.currency &&
    (rule.buyer === 'any' || (rule.buyer === 'vip') === facts.vip) &&
    (rule.upToMinor === null || judgedMinor <= rule.upToMinor)
  const rule = rules.find(fits)
  const person = (why: string): Why => ({
    ...told, rule: why, automatic: false, upToMinor: rule?.upToMinor ?? null,
    stages: rule && rule.stages.length > 0 ? rule.stages : BY_FINANCE,
  }) // prettier-ignore
  if (!rule) return person('no-rule')
  if (facts.amountMinor <= 0) return person('no-amount')
  if (facts.older && rule.stages.length === 0) return person('older')
  if (facts.unasked && rule.stages.length === 0) return person('unasked')
  const { stages, upToMinor } = rule
  return { ...told, rule: rule.id, automatic: stages.length === 0, upToMinor, stages }
}

/** `warehouse+finance supervisor` as stages. An unknown lane is left to finance: no lane is dropped in silence. */
export function stagesOf(text: string): Lane[][] {
  return text
    .split(' ')
    .filter((stage) => stage !== '')
    .map((stage) => stage.split('+').map((word) => LANES.find((lane) => lane === word) ?? 'finance'))
}
