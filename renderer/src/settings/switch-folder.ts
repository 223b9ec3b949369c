import { client, connection, newCommandId } from '../client'

/**
 * To the practice folder or back. The desktop opens its window anew by itself; a station waits until core serves the
 * other folder, then loads its first page.
 */
export async function switchFolder(to: 'practice' | 'real'): Promise<void> {
  await client.auth.switchFolder({ to, commandId: newCommandId() })
  if (window.zhanggui) return
  await lineIs(false)
  await lineIs(true)
  window.location.assign(window.location.pathname)
}

function lineIs(live: boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (connection.live !== live) return
      connection.listeners.delete(look)
      resolve()
    }
    connection.listeners.add(look)
    look()
  })
}
