import { useState } from 'react'

/** The goods' picture, or a drawn box where there is none; ×n in the corner from two on. */
export function Thumb({
  url,
  quantity,
  size = 36,
}: {
  url: string | null
  quantity?: number
  size?: number
}) {
  const [broken, setBroken] = useState(false)
  return (
    <span className="thumb" style={{ width: size, height: size }}>
      {url && !broken ? (
        <img src={url} alt="" loading="lazy" referrerPolicy="no-referrer" onError={() => setBroken(true)} />
      ) : (
        <svg viewBox="0 0 36 36" aria-hidden="true">
          <path d="M18 8l10 5v10l-10 5-10-5V13z" fill="var(--thumb-b)" />
          <path d="M8 13l10 5 10-5M18 18v10" fill="none" stroke="var(--thumb-a)" strokeWidth="1.500" />
        </svg>
      )}
      {quantity !== undefined && quantity > 1 ? <i>×{quantity}</i> : null}
    </span>
  )
}
