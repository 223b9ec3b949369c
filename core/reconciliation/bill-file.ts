import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { refuseBill } from './bill-refusal'
import { looksZipped, partsOfZip } from './bill-zip'
import { guarded } from './bomb-guard'

/** A file as it lies on the disk, or as a browser sent it. */
export type BillInput =
  { readonly name: string; readonly path: string } | { readonly name: string; readonly bytes: Buffer }

/** One text file inside: can be read more than once, from the beginning, a piece at a time. */
export interface BillPart {
  readonly name: string
  read(): AsyncIterable<Buffer>
}

export function billAt(path: string): BillInput {
  return { name: basename(path), path }
}

/**
 * Opens what a merchant downloads: the text itself, gzipped, or a ZIP of some. Refuses an archive inside an archive,
 * one that unpacks to an absurd size, an encrypted or a cut-off one.
 */
export async function openBill(input: BillInput): Promise<BillPart[]> {
  const head = await headOf(input)
  if (head.length === 0) throw refuseBill('bill-empty')
  if (looksZipped(head)) return partsOfZip(input)
  const raw = () => ('path' in input ? createReadStream(input.path) : Readable.from([input.bytes]))
  if (!looksGzipped(head)) return [{ name: input.name, read: raw }]
  return [{ name: input.name, read: () => unpacked(raw()) }]
}

export function looksGzipped(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b
}

async function headOf(input: BillInput): Promise<Buffer> {
  if ('bytes' in input) return input.bytes.subarray(0, 8)
  try {
    await using file = await open(input.path)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0)
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw refuseBill('bill-file-missing', { file: input.name })
    if (code === 'EISDIR') throw refuseBill('bill-is-folder', { file: input.name })
    throw error
  }
}

async function* unpacked(raw: Readable): AsyncGenerator<Buffer> {
  let packed = 0
  raw.on('data', (chunk: Buffer) => (packed += chunk.length))
  const gunzip = createGunzip()
  raw.once('error', (error) => gunzip.destroy(error))
  try {
    yield* guarded(raw.pipe(gunzip), () => packed)
  } finally {
    raw.destroy()
    gunzip.destroy()
  }
}
