import type { ReadDb } from '../database'
import { moveCalled } from '../inventory'
import { EVERYBODY, type Role, type Month } from '../kernel'
import { sheetOf, type Column, type Sheet } from './sheet'
import {
  goodsNames,
  stockLevels,
  stockMoves,
  stockTurnover,
  type LevelRow,
  type MoveRow,
  type TurnoverRow,
} from './sheets.store'
import { ADJUSTMENTS, MOVES, named, PAPERS, WHO } from './words'

const see = EVERYBODY
const count = <Row>(key: string, title: string, value: (row: Row) => number): Column<Row> => ({
  key, title, width: 10, kind: 'count', see, value: (row) => Number(value(row)),
}) // prettier-ignore
const text = <Row>(key: string, title: string, width: number, value: (row: Row) => string | null): Column<Row> => ({ key, title, width, kind: 'text', see, value }) // prettier-ignore

/** By names, since an accountant knows no codes. */
type Names = (sku: string) => string

const levels = (goods: Names): readonly Column<LevelRow>[] => [
  text('sku', '商家编码', 24, (row) => row.sku),
  text('goods', '货品', 30, (row) => goods(row.sku)),
  text('warehouse', '仓库', 14, (row) => row.warehouse),
  count('onHand', '在库', (row) => row.on_hand),
  count('reserved', '已占', (row) => row.reserved),
  count('available', '可卖', (row) => Number(row.on_hand) - Number(row.reserved)),
  count('inTransit', '在途', (row) => row.in_transit),
  count('damaged', '坏件', (row) => row.damaged),
]

const movements = (goods: Names): readonly Column<MoveRow>[] => [
  { key: 'at', title: '时间', width: 20, kind: 'time', see, value: (row) => Number(row.at) },
  text('sku', '商家编码', 24, (row) => row.sku),
  text('goods', '货品', 30, (row) => goods(row.sku)),
  text('warehouse', '仓库', 14, (row) => row.warehouse),
  text(
    'kind',
    '动作',
    12,
    (row) =>
      MOVES[moveCalled({ kind: row.kind, onHand: Number(row.on_hand), inTransit: Number(row.in_transit) })],
  ),
  count('onHand', '在库变动', (row) => row.on_hand),
  count('reserved', '已占变动', (row) => row.reserved),
  count('inTransit', '在途变动', (row) => row.in_transit),
  count('damaged', '坏件变动', (row) => row.damaged),
  text('orderNumber', '订单号', 26, (row) => row.number),
  text('document', '单据', 20, paperOf),
  text('reason', '原因', 24, (row) => row.reason),
  text('who', '谁', 14, (row) => named(WHO, row.who)),
]

/** The paper behind a move: ours by its name and number, somebody else's as he wrote it. */
function paperOf({ kind, document }: MoveRow): string | null {
  if (document === null || kind === 'receive') return document
  if (kind === 'adjust') return named(ADJUSTMENTS, document)
  return document.replace(/^(transfer|count|hold):/, (_, paper: string) => `${named(PAPERS, paper)} `)
}

const turnovers = (goods: Names): readonly Column<TurnoverRow>[] => [
  text('sku', '商家编码', 24, (row) => row.sku),
  text('goods', '货品', 30, (row) => goods(row.sku)),
  text('warehouse', '仓库', 14, (row) => row.warehouse),
  count('opening', '月初在库', (row) => row.opening),
  count('came', '本月入', (row) => row.came),
  count('left', '本月出', (row) => row.left_),
  count('closing', '月末在库', (row) => row.closing),
]

/** Levels now, the month's turnover where a month is asked for, and the ledger's moves. */
export async function stockSheets(read: ReadDb, roles: readonly Role[], month?: Month): Promise<Sheet[]> {
  const names = await goodsNames(read)
  const goods: Names = (sku) => names.get(sku) ?? ''
  const turnover = (of: Month) =>
    sheetOf(
      {
        key: 'turnover',
        title: '进销存',
        frozen: 2,
        columns: turnovers(goods),
        rows: () => once(stockTurnover(read, of)),
      },
      roles,
    )
  return [
    sheetOf({ key: 'levels', title: '库存', frozen: 2, columns: levels(goods), rows: () => stockLevels(read) }, roles),
    ...(month ? [turnover(month)] : []),
    sheetOf({ key: 'moves', title: '库存流水', frozen: 3, columns: movements(goods), rows: () => stockMoves(read, month) }, roles),
  ] // prettier-ignore
}

export async function* once<T>(rows: Promise<readonly T[]>): AsyncGenerator<readonly T[]> {
  yield await rows
}
