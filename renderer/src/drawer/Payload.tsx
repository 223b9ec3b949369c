import { useMemo } from 'react'
import { payloadLines } from './payload-lines'
import { useDrawerWords } from './use-drawer-words'
import './payload.css'

/** The payload with line numbers; what we do not know is amber and stays. */
export function Payload({ body, unknown }: { body: string; unknown: readonly string[] }) {
  const { t } = useDrawerWords()
  const lines = useMemo(() => payloadLines(body, unknown), [body, unknown])
  return (
    <pre className="drawer-payload" tabIndex={0} aria-label={t('tabRaw')}>
      {lines.map((line, at) => (
        <span
          key={at}
          className={line.unknown ? 'l unknown' : 'l'}
          title={line.unknown ? t('unknown') : undefined}
        >
          {line.tokens.map((token, position) =>
            token.kind === 'plain' ? (
              token.text
            ) : (
              <span key={position} className={token.kind}>
                {token.text}
              </span>
            ),
          )}
        </span>
      ))}
    </pre>
  )
}
