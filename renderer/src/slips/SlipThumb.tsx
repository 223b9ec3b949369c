/** A slip, drawn small: bars on top, lines below. */
export function SlipThumb() {
  return (
    <svg className="slip-thumb" viewBox="0 0 32 40" aria-hidden="true">
      <rect x="3" y="2" width="26" height="36" rx="2" fill="var(--thumb)" />
      <path d="M7 26h12M7 30h16M7 34h9" stroke="var(--thumb-a)" strokeWidth="1.500" />
      <path d="M8 16h1M11 16h2M15 16h1M18 16h3M23 16h1" stroke="var(--ink2)" strokeWidth="6" />
    </svg>
  )
}
