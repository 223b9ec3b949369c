import { useEffect, useState } from 'react'
import { pictures } from './send-queue'
import { filesOfDrop, filesOfPaste } from './take-files'

/** Pictures dropped or pasted anywhere on the page are handed in. True while something hovers over it. */
export function useDrop(): boolean {
  const [over, setOver] = useState(0)
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const enter = (event: DragEvent) => holdsFiles(event) && setOver((n) => n + 1)
    const leave = (event: DragEvent) => holdsFiles(event) && setOver((n) => Math.max(0, n - 1))
    const hover = (event: DragEvent) => holdsFiles(event) && event.preventDefault()
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event) || !event.dataTransfer) return
      event.preventDefault()
      setOver(0)
      void filesOfDrop(event.dataTransfer).then(({ files, folder }) =>
        pictures.handIn(files, folder ? 'folder' : 'drop'),
      )
    }
    const paste = (event: ClipboardEvent) => {
      const files = filesOfPaste(event.clipboardData)
      if (files.length > 0) pictures.handIn(files, 'paste')
    }
    const heard = [
      ['dragenter', enter],
      ['dragleave', leave],
      ['dragover', hover],
      ['drop', drop],
      ['paste', paste],
    ] as const
    for (const [name, listener] of heard) window.addEventListener(name, listener as EventListener)
    return () => {
      for (const [name, listener] of heard) window.removeEventListener(name, listener as EventListener)
    }
  }, [])
  return over > 0
}
