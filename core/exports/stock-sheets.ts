import type { ReadDb } from '../database'
import { EVERYBODY, type Role, type Month } from '../kernel'
import { sheetOf, type Column, type Sheet } from './sheet'
import {
  stockLevels,
  stockMoves,
  stockTurnover,
  type LevelRow,
  type MoveRow,
  type TurnoverRow,
} from './sheets.store'
import { MOVES, named, WHO } from './words'

const see = EVERYBODY
const count = <Row>(key: string, title: string, value: (row: Row) => number): Column<Row> => ({
  key, title, width: 10, kind: 'count', see, value: (row) => Number(value(row)),
}) // prettier-ignore
const text = <Row>(key: string, title: string, width: number, value: (row: Row) => string | null): Column<Row> => ({ key, title, width, kind: 'text', see, value }) // prettier-ignore

const LEVELS: readonly Column<LevelRow>[] = [
  text('sku', 'SKU', 24, (row) => row.sku),
  text('warehouse', '仓库', 14, (row) => row.warehouse),
  count('onHand', '在库', (row) => row.on_hand),
  count('reserved', '占用', (row) => row.reserved),
  count('available', '可用', (row) => Number(row.on_hand) - Number(row.reserved)),
  count('inTransit', '在途', (row) => row.in_transit),
  count('damaged', '残次', (row) => row.damaged),
]

const MOVEMENTS: readonly Column<MoveRow>[] = [
  { key: 'at', title: '时间', width: 20, kind: 'time', see, value: (row) => Number(row.at) },
  text('sku', 'SKU', 24, (row) => row.sku),
  text('warehouse', '仓库', 14, (row) => row.warehouse),
  text('kind', '动作', 12, (row) => MOVES[row.kind] ?? row.kind),
  count('onHand', '在库变动', (row) => row.on_hand),
  count('reserved', '占用变动', (row) => row.reserved),
  count('inTransit', '在途变动', (row) => row.in_transit),
  count('damaged', '残次变动', (row) => row.damaged),
  text('orderNumber', '订单号', 26, (row) => row.number),
  text('reason', '原因', 24, (row) => row.reason),
  text('who', '谁', 14, (row) => named(WHO, row.who)),
]

const TURNOVER: readonly Column<TurnoverRow>[] = [
  text('sku', 'SKU', 24, (row) => row.sku),
  text('warehouse', '仓库', 14, (row) => row.warehouse),
  count('opening', '月初在库', (row) => row.opening),
  count('came', '本月入', (row) => row.came),
  count('left', '本月出', (row) => row.left_),
  count('closing', '月末在库', (row) => row.closing),
]

/** Levels now, the month's turnover where a month is asked for, and the ledger's moves. */
export function stockSheets(read: ReadDb, roles: readonly Role[], month?: Month): Sheet[] {
  const turnover = (of: Month) =>
    sheetOf(
      {
        key: 'turnover',
        title: '进销存',
        frozen: 2,
        columns: TURNOVER,
        rows: () => once(stockTurnover(read, of)),
      },
      roles,
    )
  return [
    sheetOf({ key: 'levels', title: '库存', frozen: 2, columns: LEVELS, rows: () => stockLevels(read) }, roles),
    ...(month ? [turnover(month)] : []),
    sheetOf({ key: 'moves', title: '库存流水', frozen: 2, columns: MOVEMENTS, rows: () => stockMoves(read, month) }, roles),
  ] // prettier-ignore
}

export async function* once<T>(rows: Promise<readonly T[]>): AsyncGenerator<readonly T[]> {
  yield await rows
}
