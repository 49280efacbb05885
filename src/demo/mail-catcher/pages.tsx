import { Document } from '../local-program/document.tsx'
import { instantText } from '../local-program/language.ts'
import { WORDS } from './messages.ts'
import type { Child } from 'hono/jsx'
import type { Language } from '../local-program/language.ts'
import type { KeptMessage } from './mailbox.ts'

export type View = { language: Language, here: string }

function Frame({ view: { language, here }, title, children }: { view: View, title: string, children: Child }) {
  const other = language === 'en' ? 'zh-TW' : 'en'
  return (
    <Document language={language} title={title} skip={WORDS.skip[language]}>
      <header>
        <div class="room">
          <p><a href="/">{WORDS.title[language]}</a> <span>{WORDS.note[language]}</span></p>
          <nav>
            <a href={`${here}?lang=${other}`} lang={other} hreflang={other}>{WORDS.otherLanguage[language]}</a>
          </nav>
        </div>
      </header>
      <main id="main" tabindex={-1} class="room">{children}</main>
    </Document>
  )
}

const MESSAGES_A_PAGE = 50

/** The list of messages, newest first. */
export function ListPage({ view, messages, page }: { view: View, messages: readonly KeptMessage[], page: number }) {
  const { language } = view
  const first = (page - 1) * MESSAGES_A_PAGE
  return (
    <Frame view={view} title={WORDS.title[language]}>
      <div class="head">
        <h1>{WORDS.title[language]} <small>{messages.length} {WORDS.count[language]}</small></h1>
        <div class="doors">
          <a class="button" href="/">{WORDS.reload[language]}</a>
          {messages.length > 0 && <form method="post" action="/clear">
            <button class="button">{WORDS.clear[language]}</button>
          </form>}
        </div>
      </div>
      {messages.length === 0
        ? <p class="empty">{WORDS.empty[language]}</p>
        : <ol class="list">
            {messages.slice(first, first + MESSAGES_A_PAGE).map((message) =>
              <Row message={message} language={language} />)}
          </ol>}
      <Pages count={Math.ceil(messages.length / MESSAGES_A_PAGE)} page={page} language={language} />
    </Frame>
  )
}

const listed = (names: readonly string[], language: Language): string => names.join(language === 'en' ? ', ' : '、')

function Row({ message, language }: { message: KeptMessage, language: Language }) {
  return (
    <li>
      <a href={`/messages/${message.id}`}>{message.subject.trim() || WORDS.noSubject[language]}</a>
      <span class="to">{WORDS.to[language]}{language === 'en' ? ': ' : '：'}{listed(message.to, language)}</span>
      <time datetime={message.date}>{instantText(new Date(message.date), language)}</time>
    </li>
  )
}

function Pages({ count, page, language }: { count: number, page: number, language: Language }) {
  if (count <= 1) return null
  return (
    <nav class="pages" aria-label={WORDS.pages[language]}>
      {page > 1 && <a href={`/?page=${page - 1}`} rel="prev">{WORDS.newer[language]}</a>}
      <span>{page} / {count}</span>
      {page < count && <a href={`/?page=${page + 1}`} rel="next">{WORDS.older[language]}</a>}
    </nav>
  )
}

/** One message: its text with links that can be followed, and its HTML shut in a frame where nothing runs. */
export function MessagePage({ view, message }: { view: View, message: KeptMessage }) {
  const { language } = view
  const subject = message.subject.trim() || WORDS.noSubject[language]
  return (
    <Frame view={view} title={WORDS.title[language]}>
      <p><a href="/">{WORDS.back[language]}</a></p>
      <article>
        <h1>{subject}</h1>
        <dl>
          <div><dt>{WORDS.from[language]}</dt><dd>{message.from}</dd></div>
          <div><dt>{WORDS.to[language]}</dt><dd>{listed(message.to, language)}</dd></div>
          <div>
            <dt>{WORDS.date[language]}</dt>
            <dd><time datetime={message.date}>{instantText(new Date(message.date), language)}</time></dd>
          </div>
        </dl>
        <h2>{WORDS.text[language]}</h2>
        {message.text.trim() === ''
          ? <p>{WORDS.noText[language]}</p>
          : <div class="text">{withLinks(message.text)}</div>}
        {message.attachments.length > 0 && <>
          <h2>{WORDS.attachments[language]}</h2>
          <ul>{message.attachments.map(({ name, bytes }) => <li>{name} ({bytes} {WORDS.bytes[language]})</li>)}</ul>
        </>}
        {message.html !== '' && <details>
          <summary>{WORDS.html[language]}</summary>
          <iframe sandbox="" src={`/messages/${message.id}/html`} title={WORDS.html[language]} loading="lazy" />
        </details>}
      </article>
    </Frame>
  )
}

// A person clicks one; a hostile mail of a hundred thousand would make a page no browser opens.
const MOST_LINKS = 200
const LINK = /(https?:\/\/[^\s<>"'「」（），。；、]{1,2000})/

/** The text with its web addresses as links that open apart and tell nothing of where they were found. */
function withLinks(text: string): Child[] {
  return text.split(LINK).map((part, at) => at % 2 === 1 && at < MOST_LINKS * 2 && URL.canParse(part)
    ? <a href={part} target="_blank" rel="noopener noreferrer">{part}</a>
    : part)
}

export function NoticePage({ view, heading, text }: { view: View, heading: string, text: string }) {
  return (
    <Frame view={view} title={heading}>
      <h1>{heading}</h1>
      <p>{text}</p>
      <p><a href="/">{WORDS.back[view.language]}</a></p>
    </Frame>
  )
}
