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
    const rule = (why: RefundWhy) => {
      const sum = sumOf(why)
      const [key, bare] = [`rule_${why.rule}`, `rule_${why.rule}_bare`]
      return t(sum === '' && has(bare) ? bare : has(key) ? key : 'byRule', { sum })
    }
    return {
      t,
      has,
      lanes,
      rule,
      /** A code of ours in our words; what a platform said in its own, without the name of the call. */
      trouble: (code: string) =>
        has(`trouble_${code}`)
          ? t(`trouble_${code}`)
          : t('platformSaid', { text: code.replace(/^[a-z]+(\.[a-z]+)+: /, '') }),
    }
  }, [translate])
}

/** For whom money is not, core keeps it away: the rule is told without its sum. */
function sumOf({ upToMinor, currency }: Partial<RefundWhy>): string {
  return upToMinor === undefined || upToMinor === null || currency === undefined
    ? ''
    : formatMoney(upToMinor, currency)
}
