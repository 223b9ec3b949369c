/** Something that waits to be told to core: a picture, mostly. */
export interface Queued {
  /** Made when it was put in: sent again after a lost answer, it is the same command. */
  readonly commandId: string
  /** What it is, such as `slip`: who has registered for it sends it. */
  readonly kind: string
  /** UTC ms. */
  readonly at: number
  readonly name: string
  readonly type: string
  /** Bytes, not a Blob: Safari loses blobs that it keeps in a database. */
  readonly bytes: ArrayBuffer
  /** How often core answered with a bug. */
  readonly failures: number
  /** Core's reason for not taking it; null while it waits. */
  readonly refused: string | null
}

/** Where the queue lies between two lines. What `put` resolved for survives a closed page and a flat battery. */
export interface QueueStore {
  all(): Promise<Queued[]>
  put(item: Queued): Promise<void>
  remove(commandId: string): Promise<void>
}

const DATABASE = 'zhanggui-queue'
const TABLE = 'items'

/** The queue in the browser's own database. */
export function indexedDbStore(name = DATABASE): QueueStore {
  let opened: Promise<IDBDatabase> | undefined
  const open = () => (opened ??= openDatabase(name))
  const inTable = async <T>(mode: IDBTransactionMode, act: (table: IDBObjectStore) => IDBRequest<T>) => {
    const transaction = (await open()).transaction(TABLE, mode, { durability: 'strict' })
    const request = act(transaction.objectStore(TABLE))
    // A write is safe when its transaction is, not when its request was heard.
    return new Promise<T>((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = () => reject(transaction.error ?? new Error('the queue could not be written'))
    })
  }
  return {
    all: () => inTable<Queued[]>('readonly', (table) => table.getAll() as IDBRequest<Queued[]>),
    put: async (item) => void (await inTable('readwrite', (table) => table.put(item))),
    remove: async (commandId) => void (await inTable('readwrite', (table) => table.delete(commandId))),
  }
}

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: 'commandId' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the queue could not be opened'))
  })
}
