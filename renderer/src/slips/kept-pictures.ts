import type { SlipSource } from './send-picture'

/** A picture that waits on this station to be handed to core. */
export interface KeptPicture {
  /** Made when it was put in: sent again after a lost answer, it is the same command. */
  readonly commandId: string
  readonly name: string
  readonly source: SlipSource
  /** UTC ms. */
  readonly at: number
  readonly picture: Blob
}

/** Where pictures lie between two lines. What `put` resolved for survives a closed page and a flat battery. */
export interface PictureStore {
  all(): Promise<KeptPicture[]>
  /** Rejects where nothing can be kept: a private window, no room left. */
  put(one: KeptPicture): Promise<void>
  remove(commandId: string): Promise<void>
}

/** As it lies there: bytes, not a Blob, because Safari loses blobs that it keeps in a database. */
type Row = Omit<KeptPicture, 'picture'> & { readonly type: string; readonly bytes: ArrayBuffer }

const DATABASE = 'zhanggui-pictures'
const TABLE = 'pictures'

/** Pictures in the browser's own database. */
export function indexedDbStore(name = DATABASE): PictureStore {
  let opened: Promise<IDBDatabase> | undefined
  const open = () => (opened ??= openDatabase(name))
  const inTable = async <T>(mode: IDBTransactionMode, act: (table: IDBObjectStore) => IDBRequest<T>) => {
    const transaction = (await open()).transaction(TABLE, mode, { durability: 'strict' })
    const request = act(transaction.objectStore(TABLE))
    // A write is safe when its transaction is, not when its request was heard.
    return new Promise<T>((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = () => reject(transaction.error ?? new Error('the picture could not be kept'))
    })
  }
  return {
    async all() {
      const rows = await inTable('readonly', (table) => table.getAll() as IDBRequest<Row[]>)
      return rows.map(({ bytes, type, ...one }) => ({ ...one, picture: new Blob([bytes], { type }) }))
    },
    async put({ picture, ...one }) {
      const row: Row = { ...one, type: picture.type, bytes: await picture.arrayBuffer() }
      await inTable('readwrite', (table) => table.put(row))
    },
    async remove(commandId) {
      await inTable('readwrite', (table) => table.delete(commandId))
    },
  }
}

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: 'commandId' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the pictures could not be opened'))
  })
}
