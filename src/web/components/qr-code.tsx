import encode from 'qr'

/**
 * A text as a QR code (ISO/IEC 18004) to be scanned from paper or screen, drawn on the server: one path, black on white in dark
 * mode too, with the quiet zone of four modules that readers ask for. `label`: what it holds, for those who do not see it.
 */
export function QrCode({ text, label }: { text: string; label: string }) {
  const rows = encode(text, 'raw', { ecc: 'medium', border: 4 })
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  const size = rows.length
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
