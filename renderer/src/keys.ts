import { useEffect, useLayoutEffect, useRef } from 'react'

/** One letter means one act everywhere. Off while typing, composing or holding a modifier. */
export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>

function typing(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null
  return (
    event.isComposing ||
    (target instanceof HTMLElement &&
      (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)))
  )
}

/** Held down, these go on; every other key is one act a press, so that a key that was leaned on decides once. */
const WALKS = new Set(['j', 'k', 'h', 'l', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown']) // prettier-ignore

function nameOf(event: KeyboardEvent): string {
  if (event.ctrlKey || event.metaKey) return `Ctrl+${event.key.toLowerCase()}`
  return event.key.length === 1 ? event.key.toLowerCase() : event.key
}

/** Names: `j`, `Enter`, `Escape`, ` `, `?`, `Ctrl+k` (also Cmd). Escape and Ctrl combinations work while typing too. */
export function useKeys(map: KeyMap, enabled = true): void {
  const current = useRef(map)
  useLayoutEffect(() => {
    current.current = map
  })
  // Before it is painted: a key that is shown is heard.
  useLayoutEffect(() => {
    if (!enabled) return
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return
      const command = event.ctrlKey || event.metaKey
      const name = nameOf(event)
      const act = current.current[name]
      if (!act || (typing(event) && !command && name !== 'Escape')) return
      // A focused button keeps its own Enter and Space, but for a row of a list that is open already.
      const target = event.target as HTMLElement
      if (
        (name === 'Enter' || name === ' ') &&
        /^(BUTTON|A)$/.test(target.tagName) &&
        target.ariaCurrent !== 'true'
      )
        return
      event.preventDefault()
      if (!event.repeat || WALKS.has(name)) act(event)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [enabled])
}

/**
 * Escape for a panel inside of something that Escape closes too: the inner goes alone, and what was typed in the outer
 * stays.
 */
export function useEscape(act: () => void): void {
  const current = useRef(act)
  useEffect(() => {
    current.current = act
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || event.altKey || event.ctrlKey || event.metaKey)
        return
      // Capturing on the window comes before every other listener of the page.
      event.stopImmediatePropagation()
      event.preventDefault()
      if (!event.repeat) current.current()
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [])
}

/**
 * The keys of something that lies over the page: while it is there nothing below hears a key, and what had the
 * focus before has it again afterwards.
 */
export function useKeysOver(map: KeyMap): void {
  const current = useRef(map)
  useEffect(() => {
    current.current = map
  })
  useEffect(() => {
    const before = document.activeElement
    const listen = (event: KeyboardEvent) => {
      if (typing(event) || event.key === 'Tab' || event.altKey) return
      // Capturing on the window comes before every other listener of the page.
      event.stopImmediatePropagation()
      const name = nameOf(event)
      const act = current.current[name]
      if (!act) return
      event.preventDefault()
      if (!event.repeat || WALKS.has(name)) act(event)
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => {
      window.removeEventListener('keydown', listen, { capture: true })
      // The page below was inert until now; it can take the focus only after this paint.
      setTimeout(() => before instanceof HTMLElement && before.focus({ preventScroll: true }), 0)
    }
  }, [])
}
