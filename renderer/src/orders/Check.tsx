import { Icon } from '../ui'

/** The square of a selected row, drawn; the row or button around it carries the meaning. */
export function Check({ on }: { on: boolean }) {
  return <span className={on ? 'check on' : 'check'}>{on ? <Icon name="check" size={12} /> : null}</span>
}
