import { pino, destination } from 'pino'
import { redact } from './redact'

export interface Log {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** One JSON line per event on stderr; secrets are masked by name before they reach the line. */
export function createLog(level: 'silent' | 'info' | 'warn' = 'info'): Log {
  const base = pino({ level }, destination({ dest: 2, sync: true }))
  const safe = (fields: object) => {
    const copy = redact(fields) as Record<string, unknown>
    const error = (fields as { error?: unknown }).error
    if (error instanceof Error) copy['error'] = `${error.name}: ${error.message}`
    return copy
  }
  return {
    info: (fields, message) => base.info(safe(fields), message),
    warn: (fields, message) => base.warn(safe(fields), message),
    error: (fields, message) => base.error(safe(fields), message),
  }
}
