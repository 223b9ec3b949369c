import { useEffect, useState } from 'react'
import { Kbd } from '../ui'
import { useSlipWords } from './use-slip-words'

export interface Undoable {
  readonly id: string
  readonly version: number
  /** What was done, in words. */
  readonly said: string
  /** UTC ms. */
  readonly at: number
}

const OFFERED_MS = 30_000

/** For half a minute: what was just done, and the key that takes it back. */
export function UndoLine({
  undoable,
  onUndo,
  onGone,
}: {
  undoable: Undoable
  onUndo: () => void
  onGone: () => void
}) {
  const { t } = useSlipWords()
  const [left, setLeft] = useState(Math.ceil(OFFERED_MS / 1000))
  useEffect(() => {
    const tick = () => {
      const leftMs = undoable.at + OFFERED_MS - Date.now()
      if (leftMs <= 0) onGone()
      else setLeft(Math.ceil(leftMs / 1000))
    }
    tick()
    const timer = setInterval(tick, 1_000)
    return () => clearInterval(timer)
  }, [undoable, onGone])
  return (
    <p className="slip-undo" role="status">
      <span className="g el">{undoable.said}</span>
      <button type="button" className="btn sm" onClick={onUndo}>
        {t('takeBack')} <Kbd>Z</Kbd>
      </button>
      <span className="s i2 n">{t('undoSeconds', { n: left })}</span>
    </p>
  )
}
