import { drawingSVG, qrcode } from 'bwip-js/browser'

/** A QR code, black on white in both looks: cameras want contrast and a quiet edge. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const svg: string = qrcode({ bcid: 'qrcode', text, scale: 4 }, drawingSVG())
  return <img className="people-qr" alt={label} src={`data:image/svg+xml;utf8,${encodeURIComponent(svg)}`} />
}
