import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { constants, crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib'

const LOCAL = 0x04034b50
const DESCRIPTOR = 0x08074b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
/** Sizes follow the data (bit 3), names are UTF-8 (bit 11). */
const FLAGS = (1 << 3) | (1 << 11)
const DEFLATED = 8
/** 1980-01-01: the same rows give the same bytes. */
const DAY = 0x21
/** Text is gathered up to here before it is packed. */
const PIECE = 1 << 16
const MOST_BYTES = 0xffffffff

interface Entry {
  readonly name: Buffer
  readonly at: number
  crc: number
  packed: number
  bytes: number
}

/** A ZIP written from beginning to end; waits whenever the disk is slower. One entry at a time. */
export interface ZipFile {
  begin(name: string): Promise<void>
  /** A piece of the present entry. */
  write(text: string): Promise<void> | undefined
  /** Writes the directory; resolves once everything is on disk. */
  finish(): Promise<void>
  /** Lets go of the file, whole or not. */
  destroy(): void
}

/** APPNOTE.TXT 6.3, without ZIP64: a part of four gigabytes is far beyond what a spreadsheet opens. */
export function zipFile(file: string): ZipFile {
  const out = createWriteStream(file, { highWaterMark: 1 << 18 })
  const written = finished(out)
  written.catch((error: unknown) => error)
  const entries: Entry[] = []
  let at = 0
  let entry: Entry | undefined
  let packer: DeflateRaw | undefined
  let waiting = ''
  const packed: Buffer[] = []

  async function put(bytes: Buffer): Promise<void> {
    at += bytes.length
    if (!out.write(bytes)) await Promise.race([once(out, 'drain'), written])
  }
  async function flush(): Promise<void> {
    if (!entry || !packer || waiting === '') return
    const bytes = Buffer.from(waiting, 'utf8')
    waiting = ''
    entry.crc = crc32(bytes, entry.crc)
    entry.bytes += bytes.length
    const packing = packer
    await new Promise<void>((resolve, reject) =>
      packing.write(bytes, (error) => (error ? reject(error) : resolve())),
    )
    await putPacked(entry)
  }
  async function putPacked(into: Entry): Promise<void> {
    for (const piece of packed.splice(0)) {
      into.packed += piece.length
      await put(piece)
    }
  }
  async function close(): Promise<void> {
    if (!entry || !packer) return
    await flush()
    packer.end()
    await finished(packer)
    await putPacked(entry)
    if (at > MOST_BYTES || entry.bytes > MOST_BYTES)
      throw new RangeError('the sheet is beyond four gigabytes')
    await put(words([DESCRIPTOR, 4], [entry.crc, 4], [entry.packed, 4], [entry.bytes, 4]))
    packer = entry = undefined
  }

  return {
    async begin(name) {
      await close()
      entry = { name: Buffer.from(name), at, crc: 0, packed: 0, bytes: 0 }
      entries.push(entry)
      packer = createDeflateRaw({ level: constants.Z_DEFAULT_COMPRESSION })
      packer.on('data', (piece: Buffer) => void packed.push(piece))
      await put(
        Buffer.concat([
          words([LOCAL, 4], [20, 2], [FLAGS, 2], [DEFLATED, 2], [0, 2], [DAY, 2], [0, 4], [0, 4], [0, 4], [entry.name.length, 2], [0, 2]), // prettier-ignore
          entry.name,
        ]),
      )
    },
    write(text) {
      waiting += text
      return waiting.length < PIECE ? undefined : flush()
    },
    async finish() {
      await close()
      const start = at
      for (const one of entries)
        await put(
          Buffer.concat([
            words([CENTRAL, 4], [20, 2], [20, 2], [FLAGS, 2], [DEFLATED, 2], [0, 2], [DAY, 2], [one.crc, 4], [one.packed, 4], [one.bytes, 4],
              [one.name.length, 2], [0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [one.at, 4]), // prettier-ignore
            one.name,
          ]),
        )
      await put(words([END, 4], [0, 2], [0, 2], [entries.length, 2], [entries.length, 2], [at - start, 4], [start, 4], [0, 2])) // prettier-ignore
      out.end()
      await written
    },
    destroy() {
      packer?.destroy()
      out.destroy()
    },
  }
}

/** Little-endian numbers of two or four bytes. */
function words(...fields: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((sum, [, bytes]) => sum + bytes, 0))
  let at = 0
  for (const [value, bytes] of fields) at = buffer.writeUIntLE(value, at, bytes)
  return buffer
}
