import { useEffect, useRef, useState } from 'react'

/**
 * What is dropped anywhere on the page is handed over (a browser would open a file beside the mark and leave the app).
 * True while something hovers over it.
 */
export function useDrop(take: (dropped: DataTransfer) => void): boolean {
  const [over, setOver] = useState(0)
  const current = useRef(take)
  useEffect(() => {
    current.current = take
  })
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const enter = (event: DragEvent) => holdsFiles(event) && setOver((n) => n + 1)
    const leave = (event: DragEvent) => holdsFiles(event) && setOver((n) => Math.max(0, n - 1))
    const hover = (event: DragEvent) => holdsFiles(event) && event.preventDefault()
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event) || !event.dataTransfer) return
      event.preventDefault()
      setOver(0)
      current.current(event.dataTransfer)
    }
    const heard = [
      ['dragenter', enter],
      ['dragleave', leave],
      ['dragover', hover],
      ['drop', drop],
    ] as const
    for (const [name, listener] of heard) window.addEventListener(name, listener as EventListener)
    return () => {
      for (const [name, listener] of heard) window.removeEventListener(name, listener as EventListener)
    }
  }, [])
  return over > 0
}
