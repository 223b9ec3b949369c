import { useEffect } from 'react'
import { useDrop } from '../use-drop'
import { pictures } from './send-queue'
import { filesOfDrop, filesOfPaste } from './take-files'

/** Pictures dropped or pasted anywhere on the page are handed in. True while something hovers over it. */
export function useHandIn(): boolean {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = filesOfPaste(event.clipboardData)
      if (files.length > 0) pictures.handIn(files, 'paste')
    }
    window.addEventListener('paste', paste)
    return () => window.removeEventListener('paste', paste)
  }, [])
  return useDrop((dropped) => {
    void filesOfDrop(dropped).then(({ files, folder }) => pictures.handIn(files, folder ? 'folder' : 'drop'))
  })
}
