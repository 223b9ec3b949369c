import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { RefundWhy } from '../../../core/rpc/api'
import { formatMoney } from '../ui'
import { refundsWords } from './refunds.words'

export type Say = (key: string, values?: Record<string, string | number>) => string

export function useRefundsWords() {
  const { t: translate } = useTranslation('refunds')
  return useMemo(() => {
    const t: Say = (key, values) => translate(key, { ...values })
    const has = (key: string) => Object.hasOwn(refundsWords.zh, key)
    /** 仓库与财务，然后主管 */
    const lanes = (stages: RefundWhy['stages']) =>
      stages.map((stage) => stage.map((role) => t(`role_${role}`)).join(t('sideBySide'))).join(t('then'))
    const rule = (why: RefundWhy) =>
      t(has(`rule_${why.rule}`) ? `rule_${why.rule}` : 'byRule', {
        sum: sumOf(why),
      })
    return {
      t,
      has,
      lanes,
      rule,
      trouble: (code: string) => (has(`trouble_${code}`) ? t(`trouble_${code}`) : code),
    }
  }, [translate])
}

/** For whom money is not, core keeps it away: the rule is told without its sum. */
function sumOf({ upToMinor, currency }: Partial<RefundWhy>): string {
  return upToMinor === undefined || upToMinor === null || currency === undefined
    ? ''
    : formatMoney(upToMinor, currency)
}
