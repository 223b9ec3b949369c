export interface OpeningStock {
  readonly sku: string
  readonly warehouse: string
  /** Pieces counted on the shelf. */
  readonly onHand: number
}

/** 杭州仓 · 义乌仓. 雪松蜡烛 and 榉木砧板 run short; 侧把茶壶 is new and has never been counted. */
const COUNTED: readonly (readonly [sku: string, hangzhou: number, yiwu: number])[] = [
  ['LL-TRY-28-WN', 260, 180], ['LL-TRY-34-WN', 90, 60], ['LL-MUG-320-YB', 520, 460], ['LL-MUG-320-TH', 240, 200],
  ['LL-RUN-180-HL', 180, 120], ['LL-RUN-180-YM', 110, 90], ['LL-CDL-180-GH', 360, 300], ['LL-CDL-180-XS', 2, 0],
  ['LL-BSK-L-BA', 210, 260], ['LL-BSK-S-BA', 120, 140], ['LL-LMP-PL-NG', 150, 110], ['LL-BWL-7-QH', 320, 280],
  ['LL-BED-15-MB', 80, 60], ['LL-BED-18-MB', 60, 40], ['LL-PLW-45-YM', 240, 180], ['LL-BRD-36-BE', 1, 2],
  ['LL-VAS-S-CT', 130, 120], ['LL-CHP-5-JC', 260, 300], ['LL-TWL-140-SM', 160, 150],
] // prettier-ignore

/** The first count of the practice warehouses. */
export const OPENING_STOCK: readonly OpeningStock[] = COUNTED.flatMap(([sku, hangzhou, yiwu]) => [
  { sku, warehouse: '杭州仓', onHand: hangzhou },
  { sku, warehouse: '义乌仓', onHand: yiwu },
])
