import { SearchBox } from '../../web/components/search-box.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { Page } from '../../web/layout.tsx'
import { MyApplicationCard, OtherApplicationRow } from './application-card.tsx'
import { messages } from './messages.ts'
import type { Naming } from '../../core/access-messages.ts'
import type { Application } from '../../core/catalogue.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { MyApplication, MyApplications, OtherApplication } from './my-applications.ts'

type Props = { request: FrameRequest & { actor: PersonActor }; applications: MyApplications; search: string }

/** Whether code, name or description hold what was typed. */
export function matches({ code, name, description }: Application, search: string): boolean {
  const wanted = search.normalize('NFKC').trim().toLowerCase()
  return `${code}\n${name}\n${description}`.normalize('NFKC').toLowerCase().includes(wanted)
}

/** The favourites, then the others by the headings of the catalogue, in its order. */
function groupsOf(mine: readonly MyApplication[], favourites: string): [string, MyApplication[]][] {
  const groups = [...Map.groupBy(mine.filter((one) => !one.favourite), (one) => one.application.heading)]
  const kept = mine.filter((one) => one.favourite)
  return kept.length === 0 ? groups : [[favourites, kept], ...groups]
}

function Mine({ request, mine, naming }: { request: FrameRequest; mine: readonly MyApplication[]; naming: Naming }) {
  const m = messages(request.language)
  return (
    <>
      {groupsOf(mine, m.favourites).map(([heading, group], at) => (
        <section class="applications" aria-labelledby={`group-${at}`}>
          <h2 id={`group-${at}`}>{heading}<span class="count">{group.length}</span></h2>
          <ul>{group.map((one) => <MyApplicationCard request={request} mine={one} naming={naming} />)}</ul>
        </section>
      ))}
    </>
  )
}

function Others({ request, others, naming }: { request: FrameRequest; others: readonly OtherApplication[]; naming: Naming }) {
  const m = messages(request.language)
  if (others.length === 0) return null
  return (
    <section class="applications others" aria-labelledby="others">
      <h2 id="others">{m.others}<span class="count">{others.length}</span></h2>
      <p class="soft">{m.othersLead}</p>
      <ul>{others.map((other) => <OtherApplicationRow request={request} other={other} naming={naming} />)}</ul>
    </section>
  )
}

/** 「應用系統」: what is mine with its reason, and below it what is not with what is missing. */
export function ApplicationsPage({ request, applications, search }: Props) {
  const m = messages(request.language)
  const { naming } = applications
  const mine = applications.mine.filter(({ application }) => matches(application, search))
  const others = applications.others.filter(({ application }) => matches(application, search))
  const found = mine.length + others.length
  const { chosen } = request.actor
  return (
    <Page request={request} title={m.title}>
      {applications.mine.length === 0 || chosen === null ? <Empty title={m.none}><p>{chosen === null ? m.noneWhy : null}</p></Empty> : (
        <p class="lead">{m.lead(applications.mine.length, chosen.agencyName)}</p>
      )}
      <SearchBox language={request.language} action="/applications" label={m.search} hint={m.searchHint} value={search} />
      {search === '' ? null : <p role="status">{found === 0 ? m.foundNone(search) : m.found(found, search)}</p>}
      <Mine request={request} mine={mine} naming={naming} />
      <Others request={request} others={others} naming={naming} />
    </Page>
  )
}
