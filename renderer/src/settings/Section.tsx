import type { ReactNode } from 'react'

/** One section of the settings: its name, why it is there, its controls. */
export function Section({
  id,
  title,
  why,
  children,
}: {
  id: string
  title: string
  why: string
  children: ReactNode
}) {
  return (
    <section id={`settings-${id}`} className="settings-section" aria-labelledby={`settings-${id}-title`}>
      <header>
        <h2 id={`settings-${id}-title`}>{title}</h2>
        <p className="m i2">{why}</p>
      </header>
      {children}
    </section>
  )
}
