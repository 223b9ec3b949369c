import { useEffect } from 'react'
import { Kbd } from '../ui'
import { useBooksWords } from './use-books-words'

const SHOWN_MS = 30_000

export function UndoLine({ onUndo, onOver }: { onUndo: () => void; onOver: () => void }) {
  const { t } = useBooksWords()
  useEffect(() => {
    const over = setTimeout(onOver, SHOWN_MS)
    return () => clearTimeout(over)
  }, [onOver])
  return (
    <p className="books-undo" role="status">
      {t('resolved')}
      <button type="button" className="quiet" onClick={onUndo}>
        {t('undo')} <Kbd>Z</Kbd>
      </button>
    </p>
  )
}
