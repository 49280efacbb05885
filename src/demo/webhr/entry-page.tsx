import { Frame } from './frame.tsx'
import { agencyText, WAYS, WORDS } from './messages.ts'
import { FUNCTIONS, PLACES } from './places.ts'
import type { View } from '../sample-applications/frame.tsx'
import type { Agencies } from './agencies.ts'
import type { Card, CardWay } from './here.ts'

type EntryProps = { view: View, card: Card, agencies: Agencies, formToken: string, way: CardWay, problem: { at: 'way' | 'nationalId', text: string } | null }

/** The way in of an agency's card (2.9): who holds it says so by one of two ways. */
export function EntryPage({ view, card, agencies, formToken, way, problem }: EntryProps) {
  const { language } = view
  const ids = { way: 'way-card', nationalId: 'national-id' }
  const idProblem = problem?.at === 'nationalId' ? problem.text : null
  const wayIs = (one: CardWay) => ({ type: 'radio', name: 'way', value: one, id: `way-${one}`, checked: way === one, 'aria-describedby': `about-${one}` })
  return (
    <Frame view={view} title={(problem === null ? '' : `${WORDS.problems[language]} · `) + WORDS.entry[language]} formToken={formToken}>
      <h1>{WORDS.entry[language]}</h1>
      {problem !== null && (
        <div class="message bad" role="alert">
          <strong>{WORDS.problems[language]}</strong>
          <p><a href={`#${ids[problem.at]}`}>{problem.text}</a></p>
        </div>
      )}
      <section>
        <p>{WORDS.entryLead[language]}</p>
        <dl><div><dt>{WORDS.cardAgency[language]}</dt><dd>{agencyText(agencies.name(card.agency), card.agency)}</dd></div></dl>
        <form method="post" action="/card" class="fields">
          <input type="hidden" name="form_token" value={formToken} />
          <fieldset>
            <legend>{WORDS.wayIn[language]}</legend>
            <div class="choice"><input {...wayIs('card')} /> <label for="way-card">{WAYS.card[language]}</label></div>
            <p class="small" id="about-card">{WORDS.cardNote[language]}</p>
            <div class="choice"><input {...wayIs('simulated')} /> <label for="way-simulated">{WAYS.simulated[language]}</label></div>
            <p class="small" id="about-simulated">{WORDS.simulatedNote[language]}</p>
          </fieldset>
          <div class="field">
            <label for={ids.nationalId}>{WORDS.nationalId[language]}</label>
            <p class="small" id="about-id">{WORDS.nationalIdHint[language]}</p>
            {idProblem !== null && <p class="wrong" id="wrong-id">{idProblem}</p>}
            <input
              id={ids.nationalId} name="nationalId" maxlength={64} autocomplete="off" class="short"
              aria-describedby={idProblem === null ? 'about-id' : 'about-id wrong-id'} aria-invalid={idProblem === null ? undefined : 'true'}
            />
          </div>
          <button class="button">{WORDS.confirm[language]}</button>
        </form>
      </section>
      <section>
        <h2>{WORDS.fourFunctions[language]}</h2>
        <ul>{FUNCTIONS.map((one) => <li>{PLACES[one].map((part) => part[language]).join(' > ')}</li>)}</ul>
      </section>
    </Frame>
  )
}
