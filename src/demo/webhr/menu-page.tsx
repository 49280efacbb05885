import { Frame } from './frame.tsx'
import { agencyText, WORDS } from './messages.ts'
import { FUNCTIONS, PLACES } from './places.ts'
import type { View } from '../sample-applications/frame.tsx'
import type { Agencies } from './agencies.ts'
import type { Standing } from './frame.tsx'

/** What somebody can do for the agency they work for now, and for which others they work. */
export function MenuPage({ view, standing, agencies }: { view: View, standing: Standing, agencies: Agencies }) {
  const { language } = view
  const { here, agency } = standing
  const others = here.agencies.filter((one) => one !== agency)
  return (
    <Frame view={view} title={WORDS.system[language]} standing={standing} formToken={here.session.formToken}>
      <h1>{WORDS.system[language]}</h1>
      <ul class="all">
        {FUNCTIONS.map((one) => (
          <li>
            <a href={`/${agency}/${one}`}>
              <span class="small">{PLACES[one].slice(0, -1).map((part) => part[language]).join(' > ')}</span>
              <span>{PLACES[one].at(-1)![language]}</span>
            </a>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <section>
          <h2>{WORDS.otherAgencies[language]}</h2>
          <ul>{others.map((one) => <li><a href={`/${one}/`}>{agencyText(agencies.name(one), one)}</a></li>)}</ul>
        </section>
      )}
    </Frame>
  )
}
