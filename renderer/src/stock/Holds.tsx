import { useQuery } from '@tanstack/react-query'
import { client } from '../client'
import { useWho } from '../drawer/use-who'
import { useCommand, type Warehouse } from './use-stock'
import { useStockReason, useStockWords } from './use-stock-words'

/** What is put aside of these goods, and for whom. */
export function Holds({ sku, warehouses }: { sku: string; warehouses: readonly Warehouse[] }) {
  const { t } = useStockWords()
  const reason = useStockReason()
  const whoOf = useWho()
  const found = useQuery({ queryKey: ['stock', 'holds'], queryFn: () => client.inventory.holds({}) })
  const end = useCommand(client.inventory.endHold)
  const holds = found.data?.holds.filter((one) => one.sku === sku) ?? []
  if (holds.length === 0) return null
  return (
    <section aria-label={t('heldGoods')}>
      <h2>{t('heldGoods')}</h2>
      <ul className="stock-moves">
        {holds.map((hold) => (
          <li key={hold.id}>
            <b className="num">{hold.quantity}</b>
            <span>{hold.note || '—'}<small>{warehouses.find((one) => one.id === hold.warehouseId)?.name} · {whoOf(hold.who)}</small></span>
            <span className="row">
              <button type="button" className="btn sm" onClick={() => end.send({ id: hold.id, handedOver: true })}>{t('handOver')}</button>
              <button type="button" className="btn q sm" onClick={() => end.send({ id: hold.id, handedOver: false })}>{t('letGo')}</button>
            </span>
          </li>
        ))}
      </ul>
      {end.isError ? <p role="alert" className="tlate">{reason(end.error)}</p> : null}
    </section>
  )
} // prettier-ignore
