import { frameMessages } from '../frame-messages.ts'
import type { FrameRequest } from '../route.ts'

const HELP = [['/guide', 'guide'], ['/manual', 'manual']] as const

/** Where to read how, whom to ask, and the access keys. */
export function Footer({ request }: { request: FrameRequest }) {
  const { language, site } = request
  const m = frameMessages(language)
  const { contact } = site
  return (
    <footer>
      <div class="wrap">
        <a class="marker" id="foot" href="#foot" accesskey="Z" title={m.regions.foot}><span aria-hidden="true">:::</span></a>
        <dl>
          <div><dt>{m.foot.office}</dt><dd>{contact.office[language]}</dd></div>
          <div><dt>{m.foot.phone}</dt><dd>{contact.phone}</dd></div>
          <div><dt>{m.foot.email}</dt><dd><a href={`mailto:${contact.email}`}>{contact.email}</a></dd></div>
          <div><dt>{m.foot.hours}</dt><dd>{contact.hours[language]}</dd></div>
        </dl>
        {HELP.every(([path]) => site.has(path)) ? <p class="foot-help">{HELP.map(([path, name]) => <a href={path}>{m.foot[name]}</a>)}</p> : null}
        <p class="keys">{m.foot.keys}<span class="search-key">{m.foot.searchKey}</span></p>
      </div>
    </footer>
  )
}
