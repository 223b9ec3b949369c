import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useRef, useState } from 'react'
import { client } from '../client'
import { ExportButton } from '../exports/ExportButton'
import { useKeys } from '../keys'
import { EmptyState, Kbd } from '../ui'
import { CellPanel, type Act } from './CellPanel'
import { CodesTab } from './CodesTab'
import { CountTab } from './CountTab'
import { PushTab } from './PushTab'
import { StockMatrix, type Spot } from './StockMatrix'
import { TransfersTab } from './TransfersTab'
import { useMatrix, useWarehouses, type Show } from './use-stock'
import { useStockReason, useStockWords } from './use-stock-words'
import { WarehouseEditor } from './WarehouseEditor'
import '../drawer/parts.css'
import './stock.css'

const TABS = ['matrix', 'transfers', 'count', 'codes', 'push'] as const
type Tab = (typeof TABS)[number]
/** Tabs for those who see all figures of stock. */
const FIGURES: readonly Tab[] = ['transfers', 'count', 'push']
const SHOWS: readonly Show[] = ['all', 'below', 'short', 'uncounted']

/** What lies where: SKU × warehouse from the ledger, with everything that is done to it in its place. */
export function StockPage() {
  const { t } = useStockWords()
  const reason = useStockReason()
  const [tab, setTab] = useState<Tab>('matrix')
  const [text, setText] = useState('')
  const [show, setShow] = useState<Show>('all')
  const [spot, setSpot] = useState<Spot | null>(null)
  const [open, setOpen] = useState(false)
  const [act, setAct] = useState<Act | null>(null)
  const find = useRef<HTMLInputElement>(null)
  const warehouses = useWarehouses()
  const matrix = useMatrix(text, show)
  const standing = useQuery({ queryKey: ['standing'], queryFn: () => client.auth.standing() })
  const roles = standing.data?.roles ?? []
  const sees = roles.some((role) => role !== 'sales' && role !== 'support')
  const row = matrix.rows.find((one) => one.sku === spot?.sku)
  const begin = (one: Act) => () => {
    const first = matrix.rows[0]
    const warehouse = warehouses[0]
    if (!sees || !first || !warehouse) return
    setTab('matrix')
    if (!spot) setSpot({ sku: first.sku, warehouseId: warehouse.id })
    setOpen(true)
    setAct(one)
  }
  const close = () => (act ? setAct(null) : setOpen(false))
  useKeys({ '/': () => find.current?.focus(), n: begin('transfer'), i: begin('receive'), a: begin('adjust'), c: begin('count'), Escape: close })
  const end = () => void (matrix.hasNextPage && !matrix.isFetchingNextPage && matrix.fetchNextPage())
  return (
    <div className="stock-page">
      <div className="stock-bar-top">
        <div className="seg" role="tablist" aria-label={t('label')}>
          {TABS.filter((one) => sees || !FIGURES.includes(one)).map((one) => (
            <button key={one} type="button" role="tab" aria-selected={tab === one} className={tab === one ? 'on' : ''} onClick={() => setTab(one)}>{t(`tab.${one}`)}</button>
          ))}
        </div>
        <input ref={find} className="input" style={{ width: 200 }} aria-label={t('find')} placeholder={`${t('find')}  /`} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()} />
        {tab === 'matrix' ? (
          <label className="row">{t('show.label')}
            <select className="input" value={show} onChange={(event) => setShow(SHOWS.find((one) => one === event.target.value) ?? 'all')}>
              {SHOWS.filter((one) => sees || one !== 'below').map((one) => <option key={one} value={one}>{t(`show.${one}`)}</option>)}
            </select>
          </label>
        ) : null}
        <span className="spacer" />
        {sees && tab === 'matrix' ? (
          <>
            <span className="stock-legend" aria-hidden="true"><span><i className="free" />{t('legend.free')}</span><span><i className="held" />{t('legend.held')}</span><span><i className="line" />{t('legend.line')}</span></span>
            <ExportButton what="stock" month={null} />
            <Button onClick={begin('receive')}>{t('receive')}</Button>
            <Button onClick={begin('adjust')}>{t('adjust')}</Button>
            <Button type="primary" onClick={begin('transfer')}>{t('transfer')} <Kbd>N</Kbd></Button>
          </>
        ) : null}
      </div>
      <div className="stock-body">
        {tab === 'transfers' ? <TransfersTab warehouses={warehouses} /> : null}
        {tab === 'count' ? <CountTab warehouses={warehouses} text={text} /> : null}
        {tab === 'codes' ? <CodesTab /> : null}
        {tab === 'push' ? <PushTab owner={roles.includes('owner')} /> : null}
        {tab !== 'matrix' ? null : matrix.isError && matrix.rows.length === 0 ? (
          <EmptyState title={t('failed', { reason: reason(matrix.error) })} action={<Button onClick={() => void matrix.refetch()}>{t('again')}</Button>} />
        ) : matrix.isSuccess && matrix.rows.length === 0 ? (
          text === '' && show === 'all' ? <EmptyState title={t('emptyTitle')} why={t('emptyWhy')} /> : <EmptyState title={t('emptyFind')} why={t('emptyFindWhy')} action={<Button onClick={() => { setText(''); setShow('all') }}>{t('showAll')}</Button>} />
        ) : (
          <StockMatrix rows={matrix.rows} warehouses={warehouses} spot={spot} onSpot={setSpot} onOpen={() => { setOpen(true); setAct(null) }} onEnd={end} />
        )}
        {tab === 'matrix' && open && spot && row ? <CellPanel row={row} spot={spot} warehouses={warehouses} act={act} onAct={setAct} onClose={() => { setOpen(false); setAct(null) }} /> : null}
      </div>
      <footer className="stock-foot"><span>{t('total', { n: matrix.total, w: warehouses.length })}</span><span className="g">{t('keys')}</span>{roles.includes('owner') || roles.includes('supervisor') ? <WarehouseEditor warehouses={warehouses} /> : null}</footer>
    </div>
  )
} // prettier-ignore
