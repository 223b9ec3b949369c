import { code128, drawingSVG } from 'bwip-js/browser'
import { useMemo } from 'react'

const HEIGHT_MM = 13

/** A Code 128 as lines, 13 mm high, its text beneath. Encoded with the page: no picture is fetched. */
export function Code128({ text }: { text: string }) {
  const source = useMemo(() => {
    const svg = code128(
      { bcid: 'code128', text, height: HEIGHT_MM, includetext: true, textxalign: 'center', textsize: 8 },
      drawingSVG(),
    )
    return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`
  }, [text])
  return <img className="print-code" src={source} alt={text} />
}
