import { Document, htmlLanguage } from '../local-program/document.tsx'
import { FAULT_NAMES, WORDS } from './messages.ts'
import { FAULTS } from './drawer.ts'
import type { Child } from 'hono/jsx'
import type { Language } from '../local-program/language.ts'
import type { DeskFault, DrawerCard } from './drawer.ts'

function Frame({ language, children }: { language: Language; children: Child }) {
  const other = language === 'en' ? 'zh-TW' : 'en'
  return (
    <Document language={language} title={WORDS.title[language]} skip={WORDS.skip[language]}>
      <header>
        <div class="room">
          <p><a href="/">{WORDS.title[language]}</a> <span>{WORDS.note[language]}</span></p>
          <nav><a href={`/?lang=${other}`} lang={other} hreflang={other}>{WORDS.otherLanguage[language]}</a></nav>
        </div>
      </header>
      <main id="main" tabindex={-1} class="room">{children}</main>
    </Document>
  )
}

type Act = 'insert' | 'remove' | 'unlock'

function ActForm({ act, card, language }: { act: Act; card: DrawerCard; language: Language }) {
  return (
    <form method="post" action={`/desk/${act}`}>
      <input type="hidden" name="card" value={card.card.id} />
      <button class={act === 'insert' ? 'button main' : 'button'} aria-label={`${WORDS[act][language]} ${card.card.id}`}>{WORDS[act][language]}</button>
    </form>
  )
}

function Card({ card, language }: { card: DrawerCard; language: Language }) {
  const { card: { id, kind, name, remark, cardSerial }, inserted, triesLeft } = card
  return (
    <li class={`card ${kind}`}>
      <p class="kind">{WORDS[kind][language]}</p>
      <span class="chip" aria-hidden="true" />
      <h3>{name}</h3>
      <p class="remark">{remark[language]}</p>
      <dl>
        <div><dt>{WORDS.serial[language]}</dt><dd class="code">{cardSerial}</dd></div>
        <div>
          <dt>{WORDS.tries[language]}</dt>
          <dd>{triesLeft === 0 ? <strong>{WORDS.locked[language]}</strong> : triesLeft}</dd>
        </div>
      </dl>
      <p class="id code">{id}</p>
      <div class="acts">
        <ActForm act={inserted ? 'remove' : 'insert'} card={card} language={language} />
        {triesLeft === 0 ? <ActForm act="unlock" card={card} language={language} /> : null}
      </div>
    </li>
  )
}

function Shelf({ id, title, empty, cards, language }: { id: string; title: string; empty: string; cards: readonly DrawerCard[]; language: Language }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {cards.length === 0 ? <p class="empty">{empty}</p> : <ul class="shelf">{cards.map((card) => <Card card={card} language={language} />)}</ul>}
    </section>
  )
}

/** The drawer and the readers. */
export function DrawerPage({ language, cards, fault }: { language: Language; cards: readonly DrawerCard[]; fault: DeskFault }) {
  return (
    <Frame language={language}>
      <h1>{WORDS.title[language]}</h1>
      {cards.length === 0 ? <p class="empty">{WORDS.waiting[language]}</p> : (
        <>
          <Shelf id="readers" title={WORDS.inReader[language]} empty={WORDS.noneIn[language]} cards={cards.filter((one) => one.inserted)} language={language} />
          <Shelf id="drawer" title={WORDS.inDrawer[language]} empty={WORDS.noneLeft[language]} cards={cards.filter((one) => !one.inserted)} language={language} />
        </>
      )}
      <section aria-labelledby="fail">
        <h2 id="fail">{WORDS.faultTitle[language]}</h2>
        <form method="post" action="/desk/fail" class="fail">
          <label for="fault">{WORDS.faultLabel[language]}</label>
          <select id="fault" name="fault">
            {FAULTS.map((one) => <option value={one} selected={one === fault}>{FAULT_NAMES[one][language]}</option>)}
          </select>
          <button class="button">{WORDS.set[language]}</button>
        </form>
      </section>
    </Frame>
  )
}

/** One sentence, for what was refused. */
export function SentencePage({ language, sentence }: { language: Language; sentence: string }) {
  return <Frame language={language}><h1>{sentence}</h1><p><a href="/">{WORDS.title[language]}</a></p></Frame>
}

/** The component's window. */
export function PopupPage({ language }: { language: Language }) {
  return (
    <html lang={htmlLanguage(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{WORDS.title[language]}</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body class="popup">
        <main><p role="status" data-alone={WORDS.popupAlone[language]}>{WORDS.popup[language]}</p></main>
        <script type="module" src="/popup.js" />
      </body>
    </html>
  )
}
