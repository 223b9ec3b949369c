/** The word for what a proof found wrong with a backup (`history: missing at 1777`); what is not known is damage. */
export function problemWord(problem: string): string {
  const kind = problem.split(': ')[0] ?? ''
  return `backupProblem_${['history', 'counts', 'sums'].includes(kind) ? kind : 'damaged'}`
}
