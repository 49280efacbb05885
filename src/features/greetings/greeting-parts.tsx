// What the pages of cards have in common: a card as it is read, its picture, and the choice of one.
import { PICTURES } from '../../core/greetings.ts'
import { nameIn } from '../../web/agency-names.ts'
import { fieldId } from '../../web/components/error-summary.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { problemWith, typedIn } from '../../web/form.ts'
import { writtenIn } from '../notices/markdown.tsx'
import { messages } from './messages.ts'
import { PICTURE_WORDS } from './pictures.ts'
import { writingMessages } from './writing-messages.ts'
import type { Picture } from '../../core/greetings.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Colleague } from './colleagues.ts'

const WIDTH = 480
const HEIGHT = 320

/** What the card wishes. */
export const wishOf = (picture: Picture | null, language: Language): string =>
  (picture === null ? messages(language).forgotten : PICTURE_WORDS[picture][language].wish)

/** The drawing. `decorative`: what it wishes stands beside it. */
export function Drawing({ request, picture, decorative = false }: {
  request: FrameRequest; picture: Picture | null; decorative?: boolean
}) {
  if (picture === null) return null
  const alt = decorative ? '' : PICTURE_WORDS[picture][request.language].alt
  return <img src={request.site.asset(`greetings/${picture}.svg`)} width={WIDTH} height={HEIGHT} alt={alt} />
}

/** Where somebody works, in words; a dash where they work for none. */
export const agencyText = ({ agency }: Colleague, language: Language): string => (agency === null ? '—' : nameIn(agency, language))

/** The card as its receiver reads it. */
export function Card({ request, picture, words, from }: {
  request: FrameRequest; picture: Picture | null; words: string; from: Colleague
}) {
  const { language } = request
  return (
    <article class="greeting">
      <Drawing request={request} picture={picture} />
      <h2>{wishOf(picture, language)}</h2>
      <p class="lines" lang={writtenIn(words)}>{words}</p>
      <p class="greeting-from" lang={writtenIn(from.name)}>
        {from.name}{from.agency === null ? null : <span class="soft">{agencyText(from, language)}</span>}
      </p>
    </article>
  )
}

/** The choice of a drawing: one of a group of radio buttons, each with its picture. */
export function PictureField({ request, form, name }: { request: FrameRequest; form: FormState; name: string }) {
  const { language } = request
  const problem = problemWith(form, name)
  const id = fieldId(name)
  const chosen = typedIn(form, name)
  return (
    <fieldset class={problem === null ? 'field wide' : 'field wide wrong'} aria-describedby={problem === null ? undefined : `${id}-error`}>
      <legend>{writingMessages(language).picture}</legend>
      {problem === null ? null : (
        <p class="error" id={`${id}-error`}><span class="unseen">{componentMessages(language).error}</span>{problem}</p>
      )}
      <div class="greeting-choices">
        {PICTURES.map((picture, at) => (
          <label>
            <Drawing request={request} picture={picture} />
            <span>
              <input type="radio" id={at === 0 ? id : `${id}-${at}`} name={name} value={picture} checked={chosen === picture} />
              {wishOf(picture, language)}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
