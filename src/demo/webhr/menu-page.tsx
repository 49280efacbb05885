import { Frame } from './frame.tsx'
import { instantText } from '../local-program/language.ts'
import { DEEDS, F } from './function-messages.ts'
import { agencyText, WAYS, WORDS } from './messages.ts'
import { FUNCTIONS, PLACES } from './places.ts'
import type { View } from '../sample-applications/frame.tsx'
import type { Language } from '../local-program/language.ts'
import type { Agencies } from './agencies.ts'
import type { Standing } from './frame.tsx'
import type { JournalLine } from './journal.ts'

type MenuProps = { view: View, standing: Standing, agencies: Agencies, journal: readonly JournalLine[] }

/** What somebody can do for the agency they work for now, and for which others they work. */
export function MenuPage({ view, standing, agencies, journal }: MenuProps) {
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
      <section>
        <h2 id="journal">{F.journal[language]}</h2>
        {journal.length === 0 ? <p>{F.journalNone[language]}</p> : <Journal lines={journal} language={language} />}
      </section>
    </Frame>
  )
}

function Journal({ lines, language }: { lines: readonly JournalLine[], language: Language }) {
  return (
    <table aria-labelledby="journal">
      <thead><tr>{[F.when, F.what, F.about, F.who].map((one) => <th scope="col">{one[language]}</th>)}</tr></thead>
      <tbody>
        {lines.map(({ at, what, about, way, actor, actorName }) => (
          <tr>
            <td data-label={F.when[language]}><time datetime={at.toISOString()}>{instantText(at, language)}</time></td>
            <td data-label={F.what[language]}><span>{DEEDS[what][language]}</span></td>
            <td data-label={F.about[language]}><span>{about}</span></td>
            <td data-label={F.who[language]}>
              {actorName === null ? <span>{F.holder[language]} <code>{actor.slice(0, SHOWN)}</code></span> : <span>{actorName}</span>}
              <div class="small">{WAYS[way][language]}</div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
// As many characters of an identifier as tell people apart.
const SHOWN = 8
