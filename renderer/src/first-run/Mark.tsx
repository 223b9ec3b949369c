import { useFirstRunWords } from './use-first-run-words'

/** The abacus whose beads draw a Z. */
export function Mark({ size }: { size: number }) {
  const { t } = useFirstRunWords()
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" role="img" aria-label={t('product')}>
      <rect width="32" height="32" rx="7" fill="#2B4C9B" />
      <path d="M7.5 7.5h17M7.5 24.5h17" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
      <path d="M10 8v16M16 8v16M22 8v16" stroke="#fff" strokeOpacity=".34" strokeWidth="1.2" />
      <path
        d="M22 9.3l3.8 2.9-3.8 2.9-3.8-2.9zM16 13.1l3.8 2.9-3.8 2.9-3.8-2.9zM10 16.9l3.8 2.9-3.8 2.9-3.8-2.9z"
        fill="#fff"
      />
    </svg>
  )
}
