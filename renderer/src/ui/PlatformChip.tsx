import { useTranslation } from 'react-i18next'

/** One character on a solid square; never a logo. */
export function PlatformChip({ platform }: { platform: string }) {
  const { t } = useTranslation('ui')
  const name = t(`platform.${platform}`, { defaultValue: platform })
  return (
    <span
      className="platform"
      style={{ background: `var(--p-${platform}, var(--p-other))` }}
      title={name}
      role="img"
      aria-label={name}
    >
      {t(`chip.${platform}`, { defaultValue: platform.slice(0, 1).toUpperCase() })}
    </span>
  )
}
