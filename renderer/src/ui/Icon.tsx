/** Strokes on a 16 px grid, drawn for this product. */
const PATHS = {
  orders: 'M3.5 2.5h9v11h-9zM5.8 5.5h4.4M5.8 8h4.4M5.8 10.5h2.6',
  books:
    'M4 2.500h9v11H4.500A1.500 1.500 0 0 1 3 12V4a1.500 1.500 0 0 1 1-1.500zM3 11.500a1.500 1.500 0 0 1 1.500-1.300H13M6 5.500h4.500',
  sync: 'M13 6.2A5.3 5.3 0 0 0 3.6 5M3 9.8a5.3 5.3 0 0 0 9.4 1.2M3.4 2.4V5H6M12.6 13.6V11H10',
  settings: 'M2.5 4.5h6M11.5 4.5h2M2.5 8h2M7.5 8h6M2.5 11.5h7M12.5 11.5h1M10 3v3M6 6.500v3M11 10v3',
  board: 'M2.5 2.5h3v11h-3zM6.6 2.5h3v7h-3zM10.600 2.5h3v9h-3z',
  list: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  search: 'M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM10.300 10.300l3.200 3.200',
  plus: 'M8 3v10M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  check: 'M3 8.5l3.300 3.300L13 4.800',
  warn: 'M8 2.500l6 10.700H2zM8 6.500v3M8 11.400v.1',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.800V8l2.200 1.500',
  note: 'M3 3h10v6.500L9.500 13H3zM9.500 13V9.500H13',
  copy: 'M5.500 5.500h7.500v7.500H5.500zM10.500 5.500V3H3v7.500h2.500',
  up: 'M3.500 10L8 5.500l4.500 4.500',
  down: 'M3.500 6L8 10.500 12.500 6',
  left: 'M10 3.500L5.500 8l4.500 4.500',
  right: 'M6 3.500L10.500 8 6 12.500',
  truck:
    'M1.500 4h8v7h-8zM9.500 6.500h3l2 2.300V11h-5M5 13a1.300 1.300 0 1 0 0-2.600A1.300 1.300 0 0 0 5 13zM11.500 13a1.300 1.300 0 1 0 0-2.600 1.300 1.300 0 0 0 0 2.600z',
  box: 'M8 2l5.500 3v6L8 14l-5.500-3V5zM2.500 5L8 8l5.500-3M8 8v6',
  money: 'M3 3.500h10v9H3zM5.500 6l2.500 3 2.500-3M8 9v2.500M6 9h4',
  hook: 'M6 4L3 7l3 3M3 7h6.500a3.200 3.200 0 0 1 0 6.500H7',
  hold: 'M5.500 3.500v9M10.500 3.500v9',
  play: 'M5 3.500l7 4.500-7 4.500z',
  shield: 'M8 2l5 1.800v4c0 3-2.200 5-5 6.200-2.800-1.200-5-3.200-5-6.200v-4z',
  key: 'M6 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8.500 8.500L13 13M11 11l1.500-1.500',
  user: 'M8 8a2.700 2.700 0 1 0 0-5.400A2.700 2.700 0 0 0 8 8zM3 13.500c.6-2.800 2.500-4 5-4s4.400 1.200 5 4',
  eye: 'M1.800 8S4 3.800 8 3.800 14.200 8 14.200 8 12 12.200 8 12.200 1.800 8 1.800 8zM8 9.700a1.700 1.700 0 1 0 0-3.400 1.700 1.700 0 0 0 0 3.400z',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.300V11M8 5v.1',
  disk: 'M3 3h8.500L13 4.500V13H3zM5.500 3v3.500h4.500V3M5.500 13V9.500h5V13',
  print: 'M4.500 6V2.500h7V6M4.500 11.500h-2V6h11v5.500h-2M4.500 9.500h7v4h-7z',
  filter: 'M2.500 3.500h11L9.500 8.500v4l-3 1v-5z',
  'state-to-pay': 'M8 13A5 5 0 1 0 8 3a5 5 0 0 0 0 10z',
  'state-to-ship': 'M8 13A5 5 0 1 0 8 3a5 5 0 0 0 0 10zM8 3v10M8 5.500h3.800M8 8h5M8 10.500h3.800',
  'state-shipped': 'M2.500 8h11M9.500 4l4 4-4 4',
  'state-done': 'M3 8.500l3.300 3.300L13 4.800',
  'state-returning': 'M6 4L3 7l3 3M3 7h6.500a3.200 3.200 0 0 1 0 6.500H7',
  'state-closed': 'M3 8h10',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name, label, size = 16 }: { name: IconName; label?: string; size?: number }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 16 16"
      style={size === 16 ? undefined : { width: size, height: size }}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
