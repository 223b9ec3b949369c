import { useReason } from '../drawer/use-reason'

/** Why a command was refused, beside its button. */
export function Trouble({ error }: { error: Error | null }) {
  const reason = useReason()
  return (
    <span className="s tlate" role="alert">
      {error ? reason(error) : ''}
    </span>
  )
}
