import { isPerson, managesAnything, MOST_UNREAD, reviewsFirst } from '../actor.ts'
import { CSRF_FIELD } from '../csrf.ts'
import { showDayWithWeekday } from '../days.ts'
import { frameMessages } from '../frame-messages.ts'
import { isToCome, shownMaintenance } from '../maintenance.ts'
import { liesUnder } from '../path.ts'
import type { FrameRequest } from '../route.ts'

type NavName = keyof ReturnType<typeof frameMessages>['nav']
type NavEntry = {
  href: `/${string}`
  name: NavName
  shown: (request: FrameRequest) => boolean
  /** Where else one is within it. */
  also?: readonly `/${string}`[]
}

const always = (): boolean => true
const toPeople = ({ actor }: FrameRequest): boolean => isPerson(actor)
const toSignedIn = ({ actor }: FrameRequest): boolean => actor !== null

/** The main menu. An entry is shown only where its page exists. */
const MAIN: readonly NavEntry[] = [
  { href: '/', name: 'home', shown: always },
  { href: '/announcements', name: 'announcements', shown: always },
  { href: '/polls', name: 'polls', shown: always },
  { href: '/agencies', name: 'agencies', shown: always },
  {
    href: '/manage', name: 'manage', shown: ({ actor }) => actor !== null && (managesAnything(actor) || reviewsFirst(actor)),
    also: ['/search', '/pick', '/audit'],
  },
]
/** What belongs to the person who is signed in. */
const OWN: readonly NavEntry[] = [
  { href: '/applications', name: 'applications', shown: toSignedIn },
  { href: '/todo', name: 'todo', shown: toPeople },
  { href: '/cards', name: 'cards', shown: toPeople },
  { href: '/me', name: 'me', shown: toPeople },
]

/** A count in a corner, which has room for so many only. */
export const shownCount = (count: number): string => (count > MOST_UNREAD ? `${MOST_UNREAD}+` : String(count))

/** What is counted beside an entry, and how it is said. */
function countOf(name: NavName, { actor, language }: FrameRequest): { shown: string; said: string } | null {
  const m = frameMessages(language)
  const count = name === 'me' ? actor?.unreadNotices ?? 0 : name === 'todo' ? actor?.openTodos ?? 0 : 0
  const shown = shownCount(count)
  return count === 0 ? null : { shown, said: name === 'me' ? m.unread(shown) : m.openTodos(shown) }
}

/**
 * A menu. Unread notices stand beside 「我的專區」, what waits beside 「待辦事項」; the names stay what they are, and the count is
 * said as their description.
 */
function NavList({ request, entries, label }: { request: FrameRequest; entries: readonly NavEntry[]; label: string }) {
  const { nav } = frameMessages(request.language)
  const here = request.path
  const shown = entries.filter((entry) => request.site.has(entry.href) && entry.shown(request))
  if (shown.length === 0) return null
  return (
    <nav aria-label={label}>
      <ul>
        {shown.map(({ href, name, also = [] }) => {
          const current = href === '/' ? here === '/' : [href, ...also].some((one) => liesUnder(here, one))
          const count = countOf(name, request)
          return (
            <li>
              <a href={href} aria-current={current ? 'page' : undefined} aria-description={count?.said}>
                {nav[name]}{count === null ? null : <span class="unread" aria-hidden="true">{count.shown}</span>}
              </a>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

/** Maintenance that is to come, on every page. */
function Planned({ request: { maintenance, language, now } }: { request: FrameRequest }) {
  if (maintenance === null || !isToCome(maintenance, now)) return null
  const { from, to, note } = shownMaintenance(maintenance, language)
  return <p class="demo planned">{frameMessages(language).planned(from, to)}{note === null ? null : <span>{note}</span>}</p>
}

/** The band at the top: name, today, the other language, sign-out, menus. */
export function Header({ request }: { request: FrameRequest }) {
  const { language, today, actor, site } = request
  const m = frameMessages(language)
  return (
    <header>
      {site.demo ? <p class="demo">{m.demo}</p> : null}
      <Planned request={request} />
      <div class="band">
        <div class="wrap">
          <a class="marker" id="top" href="#top" accesskey="U" title={m.regions.top}><span aria-hidden="true">:::</span></a>
          <a class="brand" href="/">
            <img src={site.asset('favicon.svg')} alt="" width={36} height={36} />
            <span lang="zh-Hant-TW">{m.siteName}</span>
          </a>
          <p class="today"><time datetime={today}>{showDayWithWeekday(today, language)}</time></p>
          <a class="language" href={request.languageAddress} lang={language === 'en' ? 'zh-Hant-TW' : 'en'} rel="nofollow">
            {m.otherLanguage}
          </a>
          {actor === null ? null : (
            <form method="post" action="/sign-out">
              <input type="hidden" name={CSRF_FIELD} value={request.csrfToken()} />
              <button class="sign-out">{m.signOut}</button>
            </form>
          )}
        </div>
      </div>
      <div class="menus">
        <div class="wrap">
          <NavList request={request} entries={MAIN} label={m.regions.main} />
          <NavList request={request} entries={OWN} label={m.regions.own} />
        </div>
      </div>
    </header>
  )
}
