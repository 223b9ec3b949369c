import type { Browser } from 'playwright-core'

/** A return slip as a shop's printer makes it, photographed straight: a JPEG. Figures are printed as given. */
export async function drawSlip(
  browser: Browser,
  { orderNo, waybill, amount = '98.00', phone = '' }: { orderNo: string; waybill: string; amount?: string; phone?: string },
): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 1000, height: 1300 } })
  const line = (label: string, value: string) => (value === '' ? '' : `<p><span>${label}：</span>${value}</p>`)
  await page.setContent(`<!doctype html><meta charset="utf-8"><style>
    body { margin: 40px; border: 3px solid #111; padding: 30px 40px; font: 34px/1.3 'Noto Sans SC', sans-serif; color: #111; background: #fff }
    h1 { font-size: 56px; margin: 0 0 16px } p { margin: 14px 0; white-space: nowrap } span { color: #333 }
    </style><h1>圆通速递</h1><h2>退货单</h2>
    ${line('运单号', waybill)}${line('订单号', orderNo)}${line('手机', phone)}${line('退款金额', `¥${amount}`)}
    ${line('退货原因', '质量问题')}${line('寄件日期', new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10))}`)
  const picture = await page.screenshot({ type: 'jpeg', quality: 90 })
  await page.close()
  return picture
} // prettier-ignore
