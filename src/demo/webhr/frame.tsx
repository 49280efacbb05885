import { Document } from '../local-program/document.tsx'
import { agencyText, WAYS, WORDS } from './messages.ts'
import type { Child } from 'hono/jsx'
import type { Language, Sentence } from '../local-program/language.ts'
import type { View } from '../sample-applications/frame.tsx'
import type { Here } from './here.ts'

/** Where somebody is: the agency they work for now, and who they are. */
export type Standing = { here: Here, agency: string, agencyName: string }

type FrameProps = { view: View, title: string, standing?: Standing | null, formToken?: string | null, children: Child }

/** The page around every page of WebHR. */
export function Frame({ view, title, standing = null, formToken = null, children }: FrameProps) {
  const { language, here, portal } = view
  const other = language === 'en' ? 'zh-TW' : 'en'
  return (
    <Document language={language} title={`${title} · ${WORDS.band[language]}`} styles={['/base.css', '/style.css']} skip={WORDS.skip[language]}>
      <header>
        <div class="band">
          <div class="room">
            <p><strong>{WORDS.band[language]}</strong> <span>{WORDS.bandNote[language]}</span></p>
            <nav><a href={`${here}?lang=${other}`} lang={other} hreflang={other}>{WORDS.otherLanguage[language]}</a></nav>
          </div>
        </div>
        <div class="room title">
          <a class="mark" href="/"><span class="code">WebHR</span> <span>{WORDS.systemName[language]}</span></a>
          <div class="doors">
            <a class="button quiet" href={`${portal}/applications`}>{WORDS.toPortal[language]}</a>
            {formToken !== null && (
              <form method="post" action="/sign-out">
                <input type="hidden" name="form_token" value={formToken} />
                <button class="button">{WORDS.signOut[language]}</button>
              </form>
            )}
          </div>
        </div>
      </header>
      {standing !== null && <StandingLine language={language} standing={standing} />}
      <main id="main" tabindex={-1} class="room">{children}</main>
    </Document>
  )
}

/** Says who works here, how they came in, and for which agency. */
function StandingLine({ language, standing: { here: { way, name }, agency, agencyName } }: { language: Language, standing: Standing }) {
  return (
    <section class="standing" aria-label={WORDS.whoIsHere[language]}>
      <p class="room">{name !== null && <><strong>{name}</strong> · </>}{WAYS[way][language]} · {agencyText(agencyName, agency)}</p>
    </section>
  )
}

/** The place of a function in the menu, under whose last part the page stands. */
export function Place({ place, language }: { place: readonly Sentence[], language: Language }) {
  return (
    <nav class="place" aria-label={WORDS.here[language].replace(/[：:]$/, '')}>
      <span>{WORDS.here[language]}</span>
      <ol>{place.map((one, at) => <li aria-current={at === place.length - 1 ? 'page' : undefined}>{one[language]}</li>)}</ol>
    </nav>
  )
}

type NoticeProps = { view: View, heading: string, text: string, formToken?: string | null, children?: Child }

/** A page that says one thing and where to go from there. */
export function NoticePage({ view, heading, text, formToken = null, children }: NoticeProps) {
  return (
    <Frame view={view} title={heading} formToken={formToken}>
      <div class="notice">
        <h1>{heading}</h1>
        <p>{text}</p>
        {children}
      </div>
    </Frame>
  )
}
