import { base64Of } from './base64'
import { refused } from './client'

/** As the contract allows: a longer message would break the line to core. */
const MOST_BYTES = 3_000_000

/** A sheet as core takes it. Refused with `sheet-too-large` before anything is sent. */
export async function sheetToSend(file: File): Promise<{ name: string; base64: string }> {
  if (file.size > MOST_BYTES) throw refused('sheet-too-large', { file: file.name })
  return { name: file.name, base64: await base64Of(file) }
}
