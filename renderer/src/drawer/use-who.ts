import { useCallback } from 'react'
import { whoWords } from './timeline'
import { useDrawerWords } from './use-drawer-words'

/** Who did it, in the words of the screen: the program, the platform, somebody standing in; a name as it is. */
export function useWho(): (who: string) => string {
  const { t } = useDrawerWords()
  return useCallback((who) => whoWords(who, t), [t])
}
