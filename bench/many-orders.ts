import SqliteDatabase from 'better-sqlite3'
import { orderIdFor } from '../core/kernel'
import { searchTokens } from '../core/orders'

const THINGS = [
  '圆托盘',
  '马克杯',
  '桌旗',
  '香薰蜡烛',
  '收纳篮',
  '台灯',
  '面碗',
  '四件套',
  '砧板',
  '花瓶',
  '茶壶',
  '围裙',
  '靠垫',
  '挂钟',
  '纸巾盒',
  '晾衣架',
  '隔热垫',
  '筷子',
  '汤勺',
  '门帘',
]
const STUFFS = [
  '黑胡桃',
  '粗陶',
  '亚麻',
  '桂花',
  '竹编',
  '纸灯笼',
  '手捏',
  '水洗棉',
  '榉木',
  '青瓷',
  '铸铁',
  '帆布',
  '羊毛',
  '黄铜',
  '藤编',
  '铝合金',
  '软木',
  '楠竹',
  '不锈钢',
  '扎染',
]
const TONES = ['月白', '灰绿', '原色', '青灰', '暖光', '大号', '小号', '加厚']
const SURNAMES = [...'周沈马林吴陆倪许王李张刘陈杨赵黄徐孙胡朱高何郭罗梁宋郑谢韩唐冯于董萧程曹袁邓']
const CITIES = [
  ['浙江省', '杭州市', '西湖区'],
  ['上海', '上海市', '徐汇区'],
  ['四川省', '成都市', '武侯区'],
  ['广东省', '深圳市', '南山区'],
  ['湖北省', '武汉市', '洪山区'],
] as const
const RARE = '限量紫砂茶则'

/** What searches look for: in every twentieth title, in one order of 20,000, in none. */
export const WORDS = {
  common: THINGS.map((thing) => thing.slice(-2)),
  rare: ['紫砂', '茶则', '限量'],
  absent: ['鳄鱼', '钢琴', '轮胎'],
}
export const SHOPS = ['s1', 's2'] as const
export const FROM = Date.UTC(2023, 10, 24)
export const TO = Date.UTC(2026, 10, 24)

/** The same orders at every run. */
export function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

/** The open orders are among the newest 15 %: 1 % to pay, 3 % to ship, 8 % shipped, 1 % returning; 80 % done, 7 % closed. */
function stateOf(recent: boolean, roll: (below: number) => number): string {
  const old = () => (roll(87) < 80 ? 'done' : 'closed')
  if (!recent) return old()
  const at = roll(150)
  return at < 10 ? 'to-pay' : at < 40 ? 'to-ship' : at < 120 ? 'shipped' : at < 130 ? 'returning' : old()
}

const ORDER = [
  'id', 'shop_id', 'external_id', 'number', 'version', 'state', 'platform_state', 'hold', 'currency', 'goods', 'discount', 'freight', 'total', 'refunded', 'buyer', 'buyer_key',
  'receiver', 'phone', 'province', 'city', 'district', 'street', 'memo', 'buyer_note', 'created_at', 'paid_at', 'due_at', 'modified_at', 'received_at', 'first_title',
  'first_picture', 'first_quantity', 'pieces', 'line_count', 'groups_json', 'salt',
] as const // prettier-ignore
const MARKS = JSON.stringify(
  Object.fromEntries(
    ['status', 'money', 'buyer', 'address', 'memo', 'buyerNote', 'lines', 'parcels', 'refunds'].map(
      (group) => [group, [1_790_000_000_000, 1_790_000_000_000, 'Zm9vYmFyYmF6']],
    ),
  ),
)

/** Fills the file with `count` orders over three years, without history and inbox. Returns their ids, oldest first. */
export function fillOrders(file: string, count: number): number[] {
  const db = new SqliteDatabase(file)
  db.pragma('synchronous = OFF')
  db.pragma('cache_size = -256000')
  const insert = (table: string, columns: readonly string[]) =>
    db.prepare(`insert into ${table} (${columns.join(',')}) values (${columns.map(() => '?').join(',')})`)
  const order = insert('orders', ORDER)
  const line = insert('order_lines', [
    'order_id',
    'external_id',
    'position',
    'sku',
    'title',
    'quantity',
    'cancelled',
    'shipped',
    'unit_price',
    'discount',
    'refunded',
  ])
  const search = insert('order_search', ['rowid', 'tokens'])
  const roll = seeded(20_261_124)
  const salt = new Uint8Array(16)
  const ids: number[] = []
  const one = (n: number): void => {
    const createdAt = FROM + Math.floor(((TO - FROM) / count) * n)
    const shop = SHOPS[roll(3) === 0 ? 1 : 0]
    const tid = String(4_200_000_000_000_000_000n + BigInt(n) * 7_919n)
    const id = orderIdFor(createdAt, shop, tid)
    const state = stateOf(n >= count * 0.85, roll)
    const [province, city, district] = CITIES[roll(CITIES.length)] ?? CITIES[0]
    const buyer = `${SURNAMES[roll(SURNAMES.length)] ?? ''}**`
    const tail = String(roll(10_000)).padStart(4, '0')
    const lines = Array.from({ length: 1 + roll(3) }, (_, k) => {
      const [thing, stuff] = [roll(THINGS.length), roll(STUFFS.length)]
      const rare = k === 0 && n % 20_000 === 7
      return {
        sku: `LL-${stuff}-${thing}`,
        title: rare
          ? RARE
          : `${STUFFS[stuff] ?? ''}${THINGS[thing] ?? ''} ${TONES[roll(TONES.length)] ?? ''}`,
        quantity: 1 + roll(2),
        price: 1900 + roll(400) * 100,
      }
    })
    const total = lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0)
    const dueAt =
      state === 'to-pay'
        ? createdAt + 1_800_000
        : state === 'to-ship'
          ? createdAt + 7_200_000
          : Number.MAX_SAFE_INTEGER
    order.run(
      id, shop, tid, tid, 3, state, 'TRADE', state === 'to-ship' && roll(30) === 0 ? 'refund' : null, 'CNY', total, 0, 0, total, 0, buyer, `AA${roll(200_000)}`,
      buyer, `138****${tail}`, province, city, district, '文新街道******', roll(25) === 0 ? '老客户，送小样' : '', roll(9) === 0 ? '送人的，请包好' : '', createdAt, state === 'to-pay' ? null : createdAt + 60_000, dueAt,
      createdAt + 60_000, createdAt + 61_000, lines[0]?.title, 'https://img.example/x.jpg', lines[0]?.quantity, lines.reduce((sum, { quantity }) => sum + quantity, 0), lines.length, MARKS, salt,
    ) // prettier-ignore
    for (const [k, { sku, title, quantity, price }] of lines.entries())
      line.run(id, `${tid}${k}`, k, sku, title, quantity, 0, 0, price, 0, 0)
    search.run(
      id,
      searchTokens(
        [tid, tail, ...lines.map(({ sku }) => sku)],
        [buyer, ...lines.map(({ title }) => title)],
      ).join(' '),
    )
    ids.push(id)
  }
  for (let from = 0; from < count; from += 20_000)
    db.transaction(() => {
      for (let n = from; n < Math.min(count, from + 20_000); n++) one(n)
    })()
  db.exec(
    'insert into order_counters select shop_id, state, currency, count(*), sum(total) from orders group by 1, 2, 3',
  )
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
  return ids
}
