import { useTranslation } from 'react-i18next'
import { useCouriers } from './use-couriers'

/** The courier as recognised, which the person may overrule. */
export function CourierSelect({
  value,
  onChange,
  label,
}: {
  value: string
  onChange: (code: string) => void
  label: string
}) {
  const { t } = useTranslation('fulfilment')
  const { couriers, nameOf } = useCouriers()
  return (
    <select
      className="input ship-courier"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{t('chooseCourier')}</option>
      {couriers.map(({ code }) => (
        <option key={code} value={code}>
          {nameOf(code)}
        </option>
      ))}
    </select>
  )
}
