import type { SlipSource } from './send-picture'

/** A picture that waits on this station for the line to come back. */
export interface KeptPicture {
  readonly commandId: string
  readonly name: string
  readonly source: SlipSource
  readonly picture: Blob
}

const STORE = 'pictures'
let opened: Promise<IDBDatabase> | undefined

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open('zhanggui-slips', 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: 'commandId' })
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error ?? new Error('indexedDB'))
  })
  return opened
}

async function ask<T>(
  mode: IDBTransactionMode,
  question: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const store = (await database()).transaction(STORE, mode).objectStore(STORE)
  return new Promise((resolve, reject) => {
    const asked = question(store)
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error ?? new Error('indexedDB'))
  })
}

/** Survives a reload and a phone that falls asleep. A browser that keeps nothing (private window) is no obstacle. */
export const keptPictures = {
  put: (one: KeptPicture) => ask('readwrite', (store) => store.put(one)).catch(() => undefined),
  remove: (commandId: string) => ask('readwrite', (store) => store.delete(commandId)).catch(() => undefined),
  all: () =>
    ask<KeptPicture[]>('readonly', (store) => store.getAll() as IDBRequest<KeptPicture[]>).catch(
      (): KeptPicture[] => [],
    ),
}
