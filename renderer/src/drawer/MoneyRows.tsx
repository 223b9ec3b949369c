import type { OrderDetail } from '../../../core/rpc/api'
import { sees } from '../sees'
import { Money } from '../ui'
import { useDrawerWords } from './use-drawer-words'

/** goods − discount + freight + other = what the buyer pays. Rows that are nothing are left out, but for freight. */
export function MoneyRows({ detail }: { detail: OrderDetail }) {
  const { t } = useDrawerWords()
  const { row } = detail
  if (!sees(row, 'totalMinor')) return null
  const rows = [
    { word: 'goods', minor: detail.goodsMinor, shown: true },
    { word: 'discount', minor: -detail.discountMinor, shown: detail.discountMinor !== 0 },
    { word: 'freight', minor: detail.freightMinor, shown: true },
    { word: 'other', minor: detail.otherMinor, shown: detail.otherMinor !== 0 },
  ]
  return (
    <dl className="drawer-money n">
      {rows.flatMap(({ word, minor, shown }) =>
        shown
          ? [
              <dt key={word} className="i2">
                {t(word)}
              </dt>,
              <dd key={`${word}-sum`}>
                <Money minor={minor} currency={row.currency} bare />
              </dd>,
            ]
          : [],
      )}
      <dt className="total">{t(row.paidAt === null ? 'payable' : 'paid')}</dt>
      <dd className="total">
        <Money minor={row.totalMinor} currency={row.currency} />
      </dd>
      {row.refundedMinor > 0 && (
        <>
          <dt className="i2">{t('refunded')}</dt>
          <dd>
            <Money minor={-row.refundedMinor} currency={row.currency} />
          </dd>
        </>
      )}
    </dl>
  )
}
