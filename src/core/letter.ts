// How every letter of ours reads: paragraphs and facts, plain and as HTML, in one frame. Whoever writes a letter gives
// texts; that they become neither markup nor lines of their own is seen to here.

/** What a letter says. Facts are terms with their values, each on a line. */
export type LetterBody = {
  paragraphs: readonly string[]
  facts?: readonly { term: string; value: string }[]
}

/** Where a letter leads: a path of the portal, whose address the settings know; `way`: with the secret of that way in (its number). */
export type LetterLink = { path: string; label: string; way?: string }

export type LetterLanguage = 'zh-TW' | 'en'

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as it stands in HTML, between tags or within a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (one) => ESCAPES[one]!)
}

/**
 * A text that came from people, on one line: line breaks and other controls become blanks, and the signs that turn the
 * direction of writing go, so that nothing can look like another line or read otherwise than it is.
 */
export function oneLine(text: string): string {
  return text.replaceAll(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}

/** The body in plain text. */
export function letterText({ paragraphs, facts = [] }: LetterBody, language: LetterLanguage): string {
  const colon = language === 'en' ? ': ' : '：'
  const lines = facts.map(({ term, value }) => `${oneLine(term)}${colon}${oneLine(value)}`)
  return [...paragraphs.map(oneLine), ...(lines.length === 0 ? [] : [lines.join('\n')])].join('\n\n')
}

const CELL = 'padding:6px 12px 6px 0;border-top:1px solid #d8dedc;vertical-align:top'

/** The body as HTML, to be put into the frame. */
export function letterHtml({ paragraphs, facts = [] }: LetterBody): string {
  const text = (value: string): string => escapeHtml(oneLine(value))
  const rows = facts.map(({ term, value }) => `<tr><th scope="row" style="${CELL};width:6em;color:#4f5b59;font-weight:400;`
    + `text-align:left;white-space:nowrap">${text(term)}</th><td style="${CELL}">${text(value)}</td></tr>`)
  return [
    ...paragraphs.map((one) => `<p style="margin:0 0 16px">${text(one)}</p>`),
    ...(rows.length === 0 ? []
      : [`<table style="width:100%;margin:0 0 20px;border-collapse:collapse;border-bottom:1px solid #d8dedc">${rows.join('')}</table>`]),
  ].join('\n')
}

type Framed = {
  subject: string
  language: LetterLanguage
  text: string
  html: string
  link: LetterLink | null
  /** The portal's address without a slash at the end, from the settings. */
  origin: string
}

const FOOT = {
  'zh-TW': {
    site: '人事服務網 eCPA',
    automatic: '本信由系統自動寄出，請勿直接回覆。',
    never: '我們不會在信中詢問您的密碼、PIN 碼或身分證號。',
  },
  en: {
    site: 'eCPA Civil Service Personnel Portal',
    automatic: 'This letter was sent automatically; please do not reply to it.',
    never: 'We never ask for your password, PIN or national ID in a letter.',
  },
} as const

/** The whole letter: the site's name above, the link and the foot below. */
export function framedLetter({ subject, language, text, html, link, origin }: Framed): { text: string; html: string } {
  const foot = FOOT[language]
  const address = link === null ? null : `${origin}${link.path}`
  const plain = [
    text, ...(link === null ? [] : [`${oneLine(link.label)}\n${address}`]),
    `-- \n${foot.site}  ${origin}\n${foot.automatic}\n${foot.never}`,
  ]
  return { text: `${plain.join('\n\n')}\n`, html: `<!doctype html>
<html lang="${language === 'en' ? 'en' : 'zh-Hant-TW'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:24px 12px;background:#f3f5f4;color:#17211f;font:16px/1.65 'Noto Sans TC','Microsoft JhengHei','PingFang TC',sans-serif">
<div style="max-width:600px;margin:0 auto;border:1px solid #d8dedc;border-radius:6px;background:#ffffff">
<p style="margin:0;padding:14px 24px;border-radius:6px 6px 0 0;background:#12423c;color:#ffffff;font-weight:700">${foot.site}</p>
<div style="padding:24px 24px 12px">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.4">${escapeHtml(subject)}</h1>
${html}
${link === null ? '' : `<p style="margin:0 0 16px"><a href="${escapeHtml(address!)}" style="display:inline-block;padding:8px 22px;border-radius:4px;background:#12655a;color:#ffffff;font-weight:700;text-decoration:none">${escapeHtml(oneLine(link.label))}</a></p>
<p style="margin:0 0 16px;color:#4f5b59;font-size:14px;word-break:break-all">${escapeHtml(address!)}</p>`}
</div>
<p style="margin:0;padding:14px 24px;border-top:1px solid #d8dedc;color:#4f5b59;font-size:14px">${foot.automatic}<br>${foot.never}</p>
</div>
</body>
</html>
` }
}
