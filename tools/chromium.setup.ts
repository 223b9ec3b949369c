import { chromiumPath } from './chromium.mjs'

/** vitest globalSetup of the project «screens»: the browser is unpacked before the first test's clock runs. */
export async function setup(): Promise<void> {
  await chromiumPath()
}
