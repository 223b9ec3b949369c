import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { OrderDetail } from '../../../core/rpc/api'
import { client } from '../client'
import { useKeys } from '../keys'
import { Icon, Kbd } from '../ui'
import { CasePanel } from './CasePanel'
import { OPENS } from './opens'
import { RefundForm } from './RefundForm'
import { useRefundsWords } from './use-refunds-words'
import './refunds.css'

/** In the order's drawer: its cases, and A to open one in place. */
export function OrderRefunds({ detail }: { detail: OrderDetail }) {
  const { t } = useRefundsWords()
  const orderId = detail.row.id
  const [opening, setOpening] = useState(false)
  const roles = useQuery({ queryKey: ['standing'], queryFn: () => client.auth.standing() }).data?.roles ?? []
  const cases = useQuery({
    queryKey: ['refunds', 'of', orderId],
    queryFn: () => client.refunds.ofOrder({ orderId }),
  })
  const may = detail.row.paidAt !== null && roles.some((role) => OPENS.includes(role))
  useKeys({ a: () => setOpening(true) }, may && !opening)
  const rows = cases.data?.rows ?? []
  const deciding = rows.filter((row) => row.state === 'deciding').length
  if (!may && rows.length === 0) return null
  return (
    <section className="order-refunds" aria-label={t('refund')}>
      {rows.map((row) => (
        // Of several cases that wait none hears the keys: one press decides one.
        <CasePanel key={row.id} caseId={row.id} keys={deciding === 1} />
      ))}
      {opening ? (
        <RefundForm detail={detail} onClose={() => setOpening(false)} />
      ) : may ? (
        <button type="button" className="btn" onClick={() => setOpening(true)}>
          <Icon name="hook" /> {t('refund')} <Kbd>A</Kbd>
        </button>
      ) : null}
    </section>
  )
}
