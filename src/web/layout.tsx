import type { Child } from 'hono/jsx'
import { Breadcrumbs } from './components/breadcrumbs.tsx'
import type { Crumb } from './components/breadcrumbs.tsx'
import { ErrorSummary } from './components/error-summary.tsx'
import { Footer } from './components/footer.tsx'
import { Header } from './components/header.tsx'
import { SideMenu } from './components/side-menu.tsx'
import type { MenuGroup } from './components/side-menu.tsx'
import { StandingLine } from './components/standing-line.tsx'
import type { FormProblem } from './form.ts'
import { frameMessages } from './frame-messages.ts'
import type { LocalPath } from './reply.ts'
import type { FrameRequest } from './route.ts'

export type PageProps = {
  request: FrameRequest
  /** The heading and the window's title: never with anybody's name or number in it. */
  title: string
  /** One sentence for those who find the page by a search engine; unless told, what the whole is for. */
  about?: string
  /**
   * That the page answers a search, which the window's title says first: by the words that were searched for, or true where they may
   * be somebody's. Not while '' or false.
   */
  answer?: string | boolean
  /** Which row of a list is the first that is shown, counted from 1: said in the window's title of all its pages but the first. */
  from?: number
  /** The way here from 「首頁」, which is put first by itself; the page's own title is put last. */
  breadcrumbs?: readonly Crumb[]
  /** The problems of the page's form, told at the top. */
  problems?: readonly FormProblem[]
  /** The menu beside the content, as the management side has it. */
  menu?: readonly MenuGroup[]
  /** A home page has its own heading and no breadcrumbs. */
  bare?: boolean
  /** Without script the page is asked for again after so many seconds: for what is at work, and soon another. */
  refreshSeconds?: number
  /** What of the page programs can subscribe to (Atom). */
  feed?: { href: LocalPath; title: string }
  children?: Child
}

/** The frame of every page. */
export function Page({ request, title, answer = false, from = 1, about, breadcrumbs = [], problems = [], menu, bare = false, refreshSeconds, feed, children }: PageProps) {
  const { language, site } = request
  const m = frameMessages(language)
  const size = request.actor?.displaySize ?? 'normal'
  const found = typeof answer === 'string' ? answer.trim() !== '' : answer
  const saying = found ? m.answerTitle(title, typeof answer === 'string' ? answer.trim() : null) : title
  const placed = from > 1 ? m.fromTitle(saying, from.toLocaleString('en-US')) : saying
  const windowTitle = m.titleOf(problems.length > 0 ? m.errorTitle(title) : placed)
  return (
    <html lang={language === 'en' ? 'en' : 'zh-Hant-TW'} class={size === 'normal' ? undefined : `size-${size}`}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{windowTitle}</title>
        {request.actor === null ? <meta name="description" content={about ?? m.about} /> : null}
        <link rel="stylesheet" href={site.asset('app.css')} />
        <link rel="icon" href={site.asset('favicon.svg')} type="image/svg+xml" />
        <script type="module" src={site.asset('enhance.js')} />
        {feed === undefined ? null : <link rel="alternate" type="application/atom+xml" href={feed.href} title={feed.title} />}
        {refreshSeconds === undefined ? null : <noscript><meta http-equiv="refresh" content={String(refreshSeconds)} /></noscript>}
      </head>
      <body>
        <a class="skip" href="#content">{m.skip}</a>
        <Header request={request} />
        <StandingLine request={request} />
        {bare ? null : <Breadcrumbs request={request} crumbs={breadcrumbs} title={title} />}
        <div class={menu === undefined ? 'wrap body' : 'wrap body with-menu'}>
          <main id="content" tabindex={-1}>
            <a class="marker" href="#content" accesskey="C" title={m.regions.content}><span aria-hidden="true">:::</span></a>
            <ErrorSummary language={language} problems={problems} />
            {menu === undefined ? null : <a class="menu-jump" href="#menu">{m.nav.menu}</a>}
            {bare ? null : <h1>{title}</h1>}
            {children}
          </main>
          {menu === undefined ? null : <SideMenu request={request} groups={menu} />}
        </div>
        <Footer request={request} />
      </body>
    </html>
  )
}
