import { Document } from '../local-program/document.tsx'
import { WORDS } from './messages.ts'
import type { Child } from 'hono/jsx'
import type { Language } from '../local-program/language.ts'
import type { SampleApplication } from './clients.ts'

/** What every page needs to know. `here` is the path that the language switch comes back to. */
export type View = { language: Language, portal: string, here: string }

export const nameOf = (named: { name: string, nameEn?: string }, language: Language): string =>
  language === 'en' ? named.nameEn ?? named.name : named.name

type FrameProps = { view: View, title: string, application?: SampleApplication, signOut?: Child, children: Child }

/** The page around every page: the band that says this is not the portal, the application's name, the main part. */
export function Frame({ view, title, application, signOut, children }: FrameProps) {
  const { language } = view
  const other = language === 'en' ? 'zh-TW' : 'en'
  return (
    <Document language={language} title={`${title} · ${WORDS.band[language]}`} skip={WORDS.skip[language]}>
      <header>
        <div class="band">
          <div class="room">
            <p><strong>{WORDS.band[language]}</strong> <span>{WORDS.bandNote[language]}</span></p>
            <nav>
              <a href={`${view.here}?lang=${other}`} lang={other} hreflang={other}>{WORDS.otherLanguage[language]}</a>
            </nav>
          </div>
        </div>
        <div class="room title">
          {application
            ? <a class="mark" href={`/${application.code}/`}>
                <span class="code">{application.code}</span> <span>{nameOf(application, language)}</span>
              </a>
            : <a class="mark" href="/"><span>{WORDS.all[language]}</span></a>}
          <div class="doors">
            <a class="button quiet" href={`${view.portal}/applications`}>{WORDS.toPortal[language]}</a>
            {signOut}
          </div>
        </div>
      </header>
      <main id="main" tabindex={-1} class="room">{children}</main>
    </Document>
  )
}

/** The list of all applications. */
export function IndexPage({ view, applications }: { view: View, applications: readonly SampleApplication[] }) {
  const { language } = view
  return (
    <Frame view={view} title={WORDS.all[language]}>
      <h1>{WORDS.all[language]}</h1>
      <p>{WORDS.allNote[language]}</p>
      <ul class="all">
        {applications.map((application) => (
          <li>
            <a href={`/${application.code}`}>
              <span class="code">{application.code}</span> <span>{nameOf(application, language)}</span>
            </a>
          </li>
        ))}
      </ul>
    </Frame>
  )
}

type NoticeProps = {
  view: View, application?: SampleApplication, heading: string, text: string, children?: Child
}

/** A page that says one thing and where to go from there. */
export function NoticePage({ view, application, heading, text, children }: NoticeProps) {
  return (
    <Frame view={view} title={heading} {...(application && { application })}>
      <div class="notice">
        <h1>{heading}</h1>
        <p>{text}</p>
        {children}
      </div>
    </Frame>
  )
}

export function SignInButton({ view, application }: { view: View, application: SampleApplication }) {
  return <a class="button" href={`/${application.code}/sign-in`}>{WORDS.signIn[view.language]}</a>
}
