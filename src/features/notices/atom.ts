// The public announcements as an Atom feed (RFC 4287), for readers of feeds and for other offices' pages.
import { Markdown, plainText } from './markdown.tsx'
import { messages } from './messages.ts'
import { writerName } from './parts.tsx'
import { FEED_PATH, LIST_PATH, noticePath } from './slice.ts'
import type { Notice } from './notice-rows.ts'

const LANGUAGE = 'zh-TW'
const SUMMARY = 200

// What XML 1.0 (2.2) has no place for, not even written out.
// oxlint-disable-next-line no-control-regex -- they are what it looks for
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.toWellFormed().replace(NO_XML, '').replace(/[&<>"]/g, (sign) => ESCAPES[sign]!)

/** When it was last other than before: published, or changed after that. */
const updatedOf = ({ publishAt, edited }: Notice): Date => edited !== null && edited > publishAt ? edited : publishAt

function entry(notice: Notice, origin: string): string {
  const { id, title, body, agency, publishAt } = notice
  return `<entry>
    <id>urn:uuid:${id}</id>
    <title>${escaped(title)}</title>
    <link rel="alternate" type="text/html" href="${escaped(`${origin}${noticePath(id)}`)}"/>
    <published>${publishAt.toISOString()}</published>
    <updated>${updatedOf(notice).toISOString()}</updated>
    <author><name>${escaped(writerName(agency, LANGUAGE))}</name></author>
    <summary>${escaped(plainText(body, SUMMARY))}</summary>
    <content type="html">${escaped(String(Markdown({ text: body, title })))}</content>
  </entry>`
}

// Anybody asks for it as often as they like, and to make it takes a tenth of a second in which nobody else is answered.
let kept = { of: '', text: '' }

/** The feed of these announcements, which everybody may read; `now` dates one that is empty. Made anew when one of them changed. */
export function atomFeed(notices: readonly Notice[], { origin, now }: { origin: string; now: Date }): string {
  const of = JSON.stringify([
    origin, notices.map(({ id, version, agency, publishAt, edited }) => ({ id, version, agency, publishAt, edited })), notices.length === 0 ? now : null,
  ])
  if (kept.of !== of) kept = { of, text: makeFeed(notices, { origin, now }) }
  return kept.text
}

function makeFeed(notices: readonly Notice[], { origin, now }: { origin: string; now: Date }): string {
  const newest = notices.toSorted((a, b) => updatedOf(b).getTime() - updatedOf(a).getTime())
  const updated = newest[0] === undefined ? now : updatedOf(newest[0])
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-Hant-TW">
  <id>${escaped(`${origin}${FEED_PATH}`)}</id>
  <title>${escaped(messages(LANGUAGE).feedTitle)}</title>
  <updated>${updated.toISOString()}</updated>
  <link rel="self" type="application/atom+xml" href="${escaped(`${origin}${FEED_PATH}`)}"/>
  <link rel="alternate" type="text/html" href="${escaped(`${origin}${LIST_PATH}`)}"/>
  ${newest.map((notice) => entry(notice, origin)).join('\n  ')}
</feed>
`
}
