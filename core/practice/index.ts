// Practice: the shops of 栗里, a homeware merchant who does not exist, with a week of traffic behind them and life going on.
export { startPractice, type Practice, type PracticeOptions, type PlayedShop } from './play'
export { keepWorld, worldOf } from './keep-world'
export { startPracticeShop, type PracticeShopOptions } from './practice-shop'
export { OPENING_STOCK, type OpeningStock } from './stock'
export { writePracticeBills, type PracticeBills } from './bills'
export { practiceSales } from './bill-sales.store'
export { returnSlips, writeReturnSlips, type ReturnSlip } from './return-slips.store'
export type { PracticeSale, SeededTrouble, BillTrouble } from './bill-sale'
