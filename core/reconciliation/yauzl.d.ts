/** The part of yauzl 3 that reading a bill's ZIP needs; the package brings no types of its own. */
declare module 'yauzl' {
  import type { Readable } from 'node:stream'

  export interface Entry {
    readonly fileNameRaw: Buffer
    readonly generalPurposeBitFlag: number
    readonly compressedSize: number
    readonly uncompressedSize: number
    readonly crc32: number
    isEncrypted(): boolean
  }
  export interface ZipFile {
    readonly entryCount: number
    eachEntry(): AsyncIterable<Entry>
    openReadStreamPromise(entry: Entry): Promise<Readable>
    close(): void
  }
  interface Options {
    readonly decodeStrings?: boolean
    readonly autoClose?: boolean
    readonly validateEntrySizes?: boolean
  }
  export function openPromise(path: string, options?: Options): Promise<ZipFile>
  export function fromBufferPromise(bytes: Buffer, options?: Options): Promise<ZipFile>
}
