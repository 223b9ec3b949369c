// Draws the empty return slips of the practice shops, and the signs that fill them in, into resources/practice/slips/:
// node tools/draw-slip-forms.mjs. The program itself carries no Chinese font; it puts these pictures together.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'
import { chromiumPath } from './chromium.mjs'

const out = join(resolve(import.meta.dirname, '..'), 'resources/practice/slips')
const SIGNS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-*.'
const CELL = { width: 19, height: 40 }
const WORDS = ['与描述不符', '物流太慢', '收到商品破损', '尺码不合适', '拍重了', '七天无理由']
const WORD = { width: 220, height: 44 }

/** Where the label stands and where its value is written, in pixels of the form. */
const FORMS = [
  {
    name: 'sheet',
    width: 1180,
    height: 800,
    title: '退货退款单',
    under: '请把这张单子放进包裹，一包一单 · 栗里家居售后组',
    bars: { x: 640, y: 40, width: 480, height: 100 },
    rows: [
      ['order', '订单编号', 60, 210],
      ['waybill', '快递单号', 60, 285],
      ['phone', '手机号码', 60, 360],
      ['amount', '退款金额', 60, 435],
      ['date', '填写日期', 60, 510],
      ['reason', '退货原因', 60, 585],
    ],
    foot: '验货：□ 完好　□ 破损　□ 缺件　　　　经手人：',
  },
  {
    name: 'label',
    width: 900,
    height: 1080,
    title: '寄回商品登记',
    under: '收件方：栗里家居售后仓　杭州市余杭区',
    bars: { x: 60, y: 190, width: 780, height: 150 },
    rows: [
      ['waybill', '运单号', 60, 400],
      ['order', '订单号', 60, 490],
      ['phone', '联系电话', 60, 580],
      ['amount', '实付金额', 60, 670],
      ['date', '申请日期', 60, 760],
      ['reason', '退款原因', 60, 850],
    ],
    foot: '温馨提示：请勿使用到付，贴好面单后交给快递员。',
  },
]
const VALUE_X = 190

function formPage({ width, height, title, under, rows, foot }) {
  const lines = rows
    .map(
      ([, label, x, y]) =>
        `<div style="left:${x}px;top:${y}px">${label}：</div><hr style="left:${x}px;top:${y + 48}px;width:${width - x - 60}px">`,
    )
    .join('')
  return `<style>body{margin:0;background:#fff;width:${width}px;height:${height}px;font:28px 'Noto Sans SC',sans-serif;color:#111}
    div{position:absolute;line-height:40px;white-space:pre}hr{position:absolute;margin:0;border:0;border-top:1px solid #bbb}</style>
    <div style="left:60px;top:44px;font-size:42px;font-weight:700;line-height:56px">${title}</div>
    <div style="left:60px;top:112px;font-size:20px;color:#444">${under}</div>${lines}
    <div style="left:60px;top:${height - 90}px;font-size:24px">${foot}</div>`
}
function stripPage(cells, { width, height }, font, align) {
  return `<style>body{margin:0;background:#fff;color:#111}div{position:absolute;white-space:pre;text-align:${align};
    width:${width}px;height:${height}px;line-height:${height}px;font:${font};line-height:${height}px}</style>
    ${cells.map((text, n) => `<div style="top:0;left:${n * width}px">${text}</div>`).join('')}`
}

const { executablePath, env, args } = await chromiumPath()
const browser = await chromium.launch({ executablePath, env, args })
const page = await browser.newPage()
mkdirSync(out, { recursive: true })
async function draw(name, { width, height }, html) {
  await page.setViewportSize({ width, height })
  await page.setContent(html)
  await page.screenshot({ path: join(out, name) })
}
for (const form of FORMS) await draw(`${form.name}.png`, form, formPage(form))
const strip = (cells, cell) => ({ width: cells.length * cell.width, height: cell.height })
const signs = [...SIGNS]
await draw('signs.png', strip(signs, CELL), stripPage(signs, CELL, `30px 'Noto Sans SC'`, 'center'))
await draw('words.png', strip(WORDS, WORD), stripPage(WORDS, WORD, `28px 'Noto Sans SC'`, 'left'))
await browser.close()

const forms = FORMS.map(({ name, width, height, bars, rows }) => ({
  picture: `${name}.png`,
  width,
  height,
  bars,
  fields: Object.fromEntries(rows.map(([field, , x, y]) => [field, { x: x + VALUE_X - 60 + 20, y }])),
}))
writeFileSync(
  join(out, 'forms.json'),
  `${JSON.stringify({ forms, signs: { ...CELL, text: SIGNS }, words: { ...WORD, list: WORDS } }, null, 2)}\n`,
)
