import { minor, type Minor } from '../kernel'

/** One thing that can be ordered: a variant of one of the goods of 栗里. */
export interface Article {
  readonly sku: string
  readonly title: string
  readonly variant: string
  readonly englishTitle: string
  readonly englishVariant: string
  /** Fen. */
  readonly priceMinor: Minor
  /** US cents. */
  readonly usdMinor: Minor
  /** Served by the program itself, wherever it runs. */
  readonly pictureUrl: string
  /** How often it is chosen, beside the others. */
  readonly weight: number
}

type Row = readonly [
  sku: string,
  picture: string,
  title: string,
  variant: string,
  englishTitle: string,
  englishVariant: string,
  yuan: number,
  dollars: number,
  weight: number,
]

const ROWS: readonly Row[] = [
  ['LL-TRY-28-WN', 'tray', '黑胡桃圆托盘 28cm', '尺寸:28cm', 'Black walnut round tray', '28 cm', 168, 38, 9],
  ['LL-TRY-34-WN', 'tray', '黑胡桃圆托盘 34cm', '尺寸:34cm', 'Black walnut round tray', '34 cm', 238, 52, 3],
  ['LL-MUG-320-YB', 'mug', '粗陶马克杯 320ml 月白', '颜色:月白', 'Stoneware mug 320 ml', 'Moon white', 49, 14, 16],
  ['LL-MUG-320-TH', 'mug', '粗陶马克杯 320ml 炭黑', '颜色:炭黑', 'Stoneware mug 320 ml', 'Charcoal', 49, 14, 8],
  ['LL-RUN-180-HL', 'runner', '亚麻桌旗 35×180 灰绿', '颜色:灰绿', 'Linen table runner 35×180', 'Sage', 129, 29, 7],
  ['LL-RUN-180-YM', 'runner', '亚麻桌旗 35×180 燕麦', '颜色:燕麦', 'Linen table runner 35×180', 'Oat', 129, 29, 4],
  ['LL-CDL-180-GH', 'candle', '桂花香薰蜡烛 180g', '香型:桂花', 'Scented candle 180 g', 'Osmanthus', 49, 16, 12],
  ['LL-CDL-180-XS', 'candle', '雪松香薰蜡烛 180g', '香型:雪松', 'Scented candle 180 g', 'Cedar', 49, 16, 5],
  ['LL-BSK-L-BA', 'basket', '竹编收纳篮 大号', '规格:大号', 'Woven bamboo basket', 'Large', 69, 24, 8],
  ['LL-BSK-S-BA', 'basket', '竹编收纳篮 小号', '规格:小号', 'Woven bamboo basket', 'Small', 45, 17, 4],
  ['LL-LMP-PL-NG', 'lamp', '纸灯笼台灯 暖光', '光色:暖光', 'Paper lantern table lamp', 'Warm light', 189, 45, 6],
  ['LL-BWL-7-QH', 'bowl', '手捏面碗 7 寸 青灰', '颜色:青灰', 'Pinched noodle bowl 7"', 'Celadon grey', 59, 17, 11],
  ['LL-BED-15-MB', 'bedding', '水洗棉四件套 1.5m 米白', '尺寸:1.5m;颜色:米白', 'Washed cotton bedding set', 'Queen / Off-white', 459, 98, 3],
  ['LL-BED-18-MB', 'bedding', '水洗棉四件套 1.8m 米白', '尺寸:1.8m;颜色:米白', 'Washed cotton bedding set', 'King / Off-white', 499, 108, 2],
  ['LL-PLW-45-YM', 'pillow', '棉麻抱枕套 45×45 燕麦', '颜色:燕麦', 'Linen cushion cover 45×45', 'Oat', 59, 18, 8],
  ['LL-BRD-36-BE', 'board', '榉木砧板 36×24', '尺寸:36×24', 'Beech cutting board', '36×24 cm', 139, 34, 6],
  ['LL-VAS-S-CT', 'vase', '粗陶小口花瓶 哑白', '颜色:哑白', 'Stoneware bud vase', 'Matte white', 79, 22, 5],
  ['LL-POT-260-CB', 'teapot', '侧把茶壶 260ml 茶褐', '颜色:茶褐', 'Side-handle teapot 260 ml', 'Tea brown', 119, 32, 3],
  ['LL-CHP-5-JC', 'chopsticks', '鸡翅木筷 5 双装', '规格:5 双', 'Wenge chopsticks', '5 pairs', 39, 12, 7],
  ['LL-TWL-140-SM', 'towel', '纱布浴巾 140×70 砂米', '颜色:砂米', 'Gauze bath towel 140×70', 'Sand', 69, 21, 5],
] // prettier-ignore

/** Everything the practice shops sell: 14 goods in 20 variants. */
export const ARTICLES: readonly Article[] = ROWS.map(
  ([sku, picture, title, variant, englishTitle, englishVariant, yuan, dollars, weight]) => ({
    sku,
    title,
    variant,
    englishTitle,
    englishVariant,
    priceMinor: minor(yuan * 100),
    usdMinor: minor(dollars * 100),
    pictureUrl: `/practice/${picture}.svg`,
    weight,
  }),
)
