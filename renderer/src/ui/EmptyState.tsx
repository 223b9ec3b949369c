import type { ReactNode } from 'react'

/** What will appear here, why it is empty, and one next act. */
export function EmptyState({ title, why, action }: { title: string; why?: string; action?: ReactNode }) {
  return (
    <div className="empty">
      <b>{title}</b>
      {why ? <span>{why}</span> : null}
      {action}
    </div>
  )
}
