import { useEffect, useRef } from 'react'

/** One letter means one act everywhere. Off while typing, composing or holding a modifier. */
export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>

function typing(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null
  return event.isComposing || (target !== null && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)))
}

/** Names: `j`, `Enter`, `Escape`, ` `, `?`, `Ctrl+k` (also Cmd). Escape and Ctrl combinations work while typing too. */
export function useKeys(map: KeyMap, enabled = true): void {
  const current = useRef(map)
  useEffect(() => {
    current.current = map
  })
  useEffect(() => {
    if (!enabled) return
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return
      const command = event.ctrlKey || event.metaKey
      const name = command ? `Ctrl+${event.key.toLowerCase()}` : event.key.length === 1 ? event.key.toLowerCase() : event.key
      const act = current.current[name]
      if (!act || (typing(event) && !command && name !== 'Escape')) return
      // A focused button keeps its own Enter and Space.
      if ((name === 'Enter' || name === ' ') && /^(BUTTON|A)$/.test((event.target as HTMLElement).tagName)) return
      event.preventDefault()
      act(event)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [enabled])
}
