/** Things to do at their time; those of the same time in the order in which they were noted. */
export interface Agenda {
  note(due: number, act: () => void): void
  /** Does all that is due up to and including `until`, also what that brings up; returns how much it was. */
  doUntil(until: number): number
}

export function newAgenda(): Agenda {
  const entries: { readonly due: number; readonly act: () => void }[] = []
  return {
    note(due, act) {
      let low = 0
      let high = entries.length
      while (low < high) {
        const middle = (low + high) >> 1
        if (entries[middle]!.due <= due) low = middle + 1
        else high = middle
      }
      entries.splice(low, 0, { due, act })
    },
    doUntil(until) {
      let done = 0
      for (let first = entries[0]; first && first.due <= until; first = entries[0]) {
        entries.shift()
        first.act()
        done++
      }
      return done
    },
  }
}
