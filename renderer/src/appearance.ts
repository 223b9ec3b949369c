import { useSyncExternalStore } from 'react'

export type Appearance = 'light' | 'dark' | 'system'
const STORED = 'zg.theme'
const listeners = new Set<() => void>()
const system = window.matchMedia('(prefers-color-scheme: dark)')
system.addEventListener('change', apply)

export function storedAppearance(): Appearance {
  const stored = localStorage.getItem(STORED)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

export function setAppearance(appearance: Appearance): void {
  localStorage.setItem(STORED, appearance)
  void window.zhanggui?.setTheme(appearance)
  apply()
}

function isDark(): boolean {
  const stored = storedAppearance()
  return stored === 'dark' || (stored === 'system' && system.matches)
}

export function apply(): void {
  document.documentElement.dataset['theme'] = isDark() ? 'dark' : 'light'
  for (const listener of listeners) listener()
}

/** Is the page dark now? Follows the setting and the system. */
export function useDark(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, isDark)
}
