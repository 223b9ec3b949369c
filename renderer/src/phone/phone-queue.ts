import { useSyncExternalStore } from 'react'
import { connection, newCommandId } from '../client'
import { PhoneQueue, type QueueState } from './queue'
import { indexedDbStore } from './queue-store'

/** The one queue of this browser. A page that sends registers with `phoneQueue.send(kind, …)`. */
export const phoneQueue = new PhoneQueue(indexedDbStore(), newCommandId)
connection.listeners.add(() => {
  if (connection.live) phoneQueue.nudge()
})

export function useQueue(): QueueState {
  return useSyncExternalStore(
    (listener) => phoneQueue.follow(listener),
    () => phoneQueue.state,
  )
}
