// 「報送服務網個人資料接收」: the record of somebody, from the portal.
import { checkNationalId } from '../../core/national-id.ts'
import { dayText, instantText } from '../local-program/language.ts'
import { page } from '../sample-applications/site.tsx'
import { F } from './function-messages.ts'
import { write } from './journal.ts'
import { failedText, WORDS } from './messages.ts'
import { Field, FunctionPage, Token, typedIn } from './parts.tsx'
import { keepReceived, receivedBy } from './people.ts'
import type { WorkAct, Work } from './in-agency.tsx'
import type { KnownPerson } from './people.ts'
import type { FoundPost } from './reporting.ts'

function show({ c, site, view, standing, agency }: Work, problem: string | null, nationalId = '') {
  const { language } = view
  const problems = problem === null ? [] : [{ field: 'nationalId', text: problem }]
  const people = receivedBy(site.personnel, agency)
  const done = problem === null && c.req.query('done') !== undefined ? F.receivedNow[language] : null
  return page(c, (
    <FunctionPage view={view} standing={standing} of="receive" done={done} problems={problems}>
      <section>
        <p>{F.receiveLead[language]}</p>
        <form method="post" action={`/${agency}/receive`} class="fields">
          <Token standing={standing} />
          <Field name="nationalId" label={F.nationalId[language]} maxlength={64} problems={problems} typed={{ nationalId }} short />
          <button class="button">{F.receive[language]}</button>
        </form>
      </section>
      <section>
        <h2 id="received">{F.received[language]}</h2>
        {people.length === 0 ? <p>{F.receivedNone[language]}</p> : <People people={people} work={{ site, view, agency }} />}
      </section>
    </FunctionPage>
  ), problem === null ? 200 : 422)
}

function People({ people, work: { site, view: { language }, agency } }: { people: readonly KnownPerson[], work: Pick<Work, 'site' | 'view' | 'agency'> }) {
  const postText = ({ agency: at, unit, title, from }: FoundPost) =>
    `${site.agencies.name(at)} ${unit} ${title} (${dayText(from, language)})`.replace(/ {2,}/g, ' ')
  return (
    <table aria-labelledby="received">
      <thead>
        <tr>{[F.name, F.nationalId, F.posts, F.receivedAt, F.act].map((one) => <th scope="col">{one[language]}</th>)}</tr>
      </thead>
      <tbody>
        {people.map(({ id, name, masked, received }) => (
          <tr>
            <td data-label={F.name[language]}><span>{name}</span></td>
            <td data-label={F.nationalId[language]}><code>{masked}</code></td>
            <td data-label={F.posts[language]}>
              {received!.posts.length === 0 ? <span>{F.noPosts[language]}</span>
                : <ul class="plain">{received!.posts.map((one) => <li>{postText(one)}</li>)}</ul>}
            </td>
            <td data-label={F.receivedAt[language]}><time datetime={received!.at.toISOString()}>{instantText(received!.at, language)}</time></td>
            <td data-label={F.act[language]}>
              <a href={`/${agency}/check-in?person=${id}`} aria-label={`${F.toCheckIn[language]} ${name}`}>{F.toCheckIn[language]}</a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export const showReceive: WorkAct = (work) => show(work, null)

/** `POST /{agency}/receive` */
export const receive: WorkAct = async (work) => {
  const { c, site: { personnel, reporting }, view: { language }, standing, agency } = work
  const typed = typedIn(await c.req.parseBody())['nationalId'] ?? ''
  const id = checkNationalId(typed)
  if (!id.ok) return show(work, WORDS.idWrong[language], typed.slice(0, 64))
  const answer = await reporting.find(id.id)
  if ('failed' in answer) return show(work, failedText(answer, language), typed)
  const found = answer.got
  if (found === null) return show(work, F.unknownPerson[language], typed)
  personnel.inOne(() => {
    keepReceived(personnel, agency, id.id, found)
    write(personnel, agency, { what: 'received', about: found.name }, standing.here)
  })
  return c.redirect(`/${agency}/receive?done`, 303)
}
