import { useSyncExternalStore } from 'react'
import { connection, newCommandId } from '../client'
import { indexedDbStore } from './kept-pictures'
import { PictureQueue, type Sending } from './picture-queue'
import { sendPicture } from './send-picture'

/** The one queue of this page, for the desk and the phone alike. */
export const pictures = new PictureQueue({
  store: indexedDbStore(),
  newCommandId,
  send: ({ picture, commandId, name, source }) => sendPicture(picture, { commandId, name, source }),
})
connection.listeners.add(() => {
  if (connection.live) void pictures.wake()
})

export function useSending(): Sending {
  return useSyncExternalStore(
    (listener) => pictures.follow(listener),
    () => pictures.state,
  )
}
