import { Button, Popover } from 'antd'
import { useState } from 'react'
import { client } from '../client'
import { useCommand, type Warehouse } from './use-stock'
import { useStockReason, useStockWords } from './use-stock-words'

/** Adds, renames and orders the warehouses: the order decides who sends and who supplies. */
export function WarehouseEditor({ warehouses }: { warehouses: readonly Warehouse[] }) {
  const { t } = useStockWords()
  return (
    <Popover trigger="click" placement="topRight" content={<Editor warehouses={warehouses} />}>
      <Button size="small">{t('warehouses')}</Button>
    </Popover>
  )
}

function Editor({ warehouses }: { warehouses: readonly Warehouse[] }) {
  const { t } = useStockWords()
  const reason = useStockReason()
  const [names, setNames] = useState<Readonly<Record<string, string>>>({})
  const save = useCommand(client.inventory.saveWarehouse, () => setNames({}))
  const order = useCommand(client.inventory.orderWarehouses)
  const failed = save.error ?? order.error
  const earlier = (id: string) => {
    const ids = warehouses.map((one) => one.id)
    const at = ids.indexOf(id)
    order.send({ ids: [...ids.slice(0, at - 1), id, ...ids.filter((other, n) => n >= at - 1 && other !== id)] })
  }
  const rows = [...warehouses, { id: '', name: '' }]
  return (
    <div className="stock-page" style={{ gap: 8 }}>
      <small>{t('firstSupplies')}</small>
      {rows.map(({ id, name }, n) => {
        const text = names[id] ?? name
        return (
          <form key={id} className="row" onSubmit={(event) => { event.preventDefault(); if (text.trim()) save.send({ id: id || null, name: text }) }}>
            <input className="input" aria-label={`${t('warehouseName')} ${name}`} placeholder={t('warehouseName')} maxLength={40} value={text} onChange={(event) => setNames({ ...names, [id]: event.target.value })} />
            <Button size="small" htmlType="submit" disabled={text.trim() === '' || text.trim() === name}>{id ? t('rename') : t('addWarehouse')}</Button>
            {id && n > 0 ? <Button size="small" type="text" onClick={() => earlier(id)}>{t('earlier')}</Button> : null}
          </form>
        )
      })}
      {failed ? <p role="alert" className="tlate">{reason(failed)}</p> : null}
    </div>
  )
} // prettier-ignore
