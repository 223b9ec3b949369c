const GOODS = [
  '黑胡桃圆托盘 28cm',
  '粗陶马克杯 320ml 月白',
  '亚麻桌旗 35×180 灰绿',
  '桂花香薰蜡烛 180g',
  '竹编收纳篮 大号',
  '纸灯笼台灯 暖光',
  '手捏面碗 7 寸 青灰',
  '水洗棉四件套 1.5m 米白',
]
export const SKUS = GOODS.map((_, n) => `LL-BENCH-${n}`)
const NAMES = ['周**', '沈**', '马**', '林**', '吴**', '陆**', '倪**', '许**']
const CITIES = [
  ['浙江省', '杭州市', '西湖区'],
  ['上海', '上海市', '徐汇区'],
  ['四川省', '成都市', '武侯区'],
  ['广东省', '深圳市', '南山区'],
] as const

const beijing = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')

/** One answer of taobao.trades.sold.increment.get with `count` paid orders of three lines, numbered from `from`. */
export function taobaoPage(from: number, count: number): string {
  const trades = Array.from({ length: count }, (_, k) => trade(from + k))
  return JSON.stringify({
    trades_sold_increment_get_response: {
      total_results: count,
      trades: { trade: trades },
      request_id: 'bench',
    },
  })
}

function trade(n: number): object {
  const created = Date.UTC(2026, 8, 1) + n * 37_000
  const tid = String(4_200_000_000_000_000_000n + BigInt(n) * 7_919n)
  const [province, city, district] = CITIES[n % CITIES.length] ?? CITIES[0]
  const lines = [0, 1, 2].map((k) => {
    const goods = (n + k * 3) % GOODS.length
    const price = 39 + goods * 20
    return {
      oid: `${tid.slice(0, -1)}${k}`, oid_str: `${tid.slice(0, -1)}${k}`, num_iid: String(70_000_000 + goods), outer_sku_id: SKUS[goods], title: GOODS[goods], num: 1 + (k % 2),
      price: `${price}.00`, total_fee: `${price * (1 + (k % 2))}.00`, payment: `${price * (1 + (k % 2))}.00`, divide_order_fee: `${price * (1 + (k % 2))}.00`, discount_fee: '0.00',
      adjust_fee: '0.00', part_mjz_discount: '0.00', status: 'WAIT_SELLER_SEND_GOODS', refund_status: 'NO_REFUND', sku_properties_name: '颜色:原色', pic_path: 'https://img.example/x.jpg',
    } // prettier-ignore
  })
  const total = lines.reduce((sum, line) => sum + Number(line.payment), 0)
  return {
    tid, tid_str: tid, type: 'fixed', status: 'WAIT_SELLER_SEND_GOODS', buyer_nick: NAMES[n % NAMES.length], buyer_open_uid: `AA${n % 5000}`, payment: `${total}.00`, post_fee: '0.00',
    discount_fee: '0.00', total_fee: `${total}.00`, adjust_fee: '0.00', created: beijing(created), pay_time: beijing(created + 60_000), modified: beijing(created + 60_000), buyer_message: n % 9 === 0 ? '送人的，请包好' : '',
    seller_memo: '', seller_flag: 0, receiver_name: NAMES[n % NAMES.length], receiver_state: province, receiver_city: city, receiver_district: district, receiver_address: '文新街道******',
    receiver_mobile: `138****${String(n % 10_000).padStart(4, '0')}`, receiver_zip: '310000', orders: { order: lines },
  } // prettier-ignore
}
