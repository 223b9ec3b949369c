import { useTranslation } from 'react-i18next'
import { Icon } from './Icon'

/** A filter read as a sentence: 状态 · 是 · 待发货, with × to take it away. */
export function FilterPill({ words, onRemove }: { words: readonly string[]; onRemove?: () => void }) {
  const { t } = useTranslation('ui')
  return (
    <span className="filter-pill">
      {words.map((word, n) => (
        <span key={n}>{word}</span>
      ))}
      {onRemove ? (
        <button type="button" aria-label={t('removeFilter', { what: words.join(' ') })} onClick={onRemove}>
          <Icon name="close" size={12} />
        </button>
      ) : null}
    </span>
  )
}
