import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Says yes to whatever a person may say yes to when a parcel leaves, until it is over. */
export async function sayYesUntil(page: Page, over: () => Promise<boolean>): Promise<void> {
  const again = async () => {
    // A box that has been answered may stand a moment longer, and nobody may be asked at all.
    if (!(await over())) await page.locator('.ship-refusal .btn').click({ timeout: 400 }).catch(() => undefined) // prettier-ignore
    return over()
  }
  await expect.poll(again).toBe(true)
}
