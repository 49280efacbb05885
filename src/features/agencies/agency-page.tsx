import { nameIn } from '../../web/agency-names.ts'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { DescriptionList, Empty } from '../../web/components/panel.tsx'
import { showDay, showDayShort } from '../../web/days.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import { Page } from '../../web/layout.tsx'
import { addressOf } from '../../web/address.ts'
import { messages } from './agency-messages.ts'
import { AgencyLink, AgencyList, agencyPath, AsOfNotice, DayForm } from './agency-parts.tsx'
import type { Child } from 'hono/jsx'
import type { Crumb } from '../../web/components/breadcrumbs.tsx'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { AskedDay } from '../../web/asked-day.ts'
import type { FoundAgency } from './find-agency.ts'
import type { AgencyPage as Below } from '../../store/agency-list.ts'

type Props = {
  request: FrameRequest
  agency: FoundAgency
  below: Below
  asOf: AskedDay
}

type Fact = { term: string; value: Child }

/** What there is to say, without what nobody knows. */
function factsOf({ agency, asOf, request: { language } }: Props): Fact[] {
  const m = messages(language)
  const link = (other: FoundAgency['superior']) => (other === null ? null : (
    <><AgencyLink agency={other} asOf={asOf} language={language} /> <span class="code soft">{other.code}</span></>
  ))
  const text = (value: string | null) => (value === null || value === '' ? null : value)
  const day = (value: string | null) => (value === null ? null : showDay(value, language))
  const superior = agency.superiorMissing === null ? link(agency.superior) ?? m.superiorNone
    : m.superiorUnknown(agency.superiorMissing || '—')
  const [translated, english] = [agency.nameEn !== null, language === 'en']
  const facts: { term: string; value: Child | null }[] = [
    { term: m.code, value: <span class="code">{agency.code}</span> },
    // The name in the language of the page is the heading.
    { term: m.name, value: !translated || !english ? null : <span lang="zh-Hant-TW">{agency.name}</span> },
    { term: m.nameEn, value: !translated || english ? null : <span lang="en">{agency.nameEn}</span> },
    { term: m.superior, value: superior },
    { term: m.leadAgency, value: agency.lead?.code === agency.code ? m.isLead : link(agency.lead) },
    { term: m.office, value: agency.offices.length === 0 ? null : <Names agencies={agency.offices.map(link)} /> },
    { term: m.level, value: agency.level === null ? null : String(agency.level) },
    { term: m.address, value: text([agency.zip, agency.address].filter(Boolean).join(' ')) },
    { term: m.phone, value: text(agency.phone) },
    { term: m.fax, value: text(agency.fax) },
    { term: m.oid, value: agency.oid === null ? null : <span class="code">{agency.oid}</span> },
    { term: m.from, value: day(agency.from) },
    { term: m.gone, value: day(agency.gone) },
    { term: m.successor, value: link(agency.successor) },
    { term: m.predecessors, value: agency.predecessors.length === 0 ? null : (
      <Names agencies={agency.predecessors.map((one) =>
        <>{link(one)}{one.gone === null ? null : m.predecessorGone(showDayShort(one.gone, language))}</>)} />
    ) },
  ]
  return facts.filter((fact): fact is Fact => fact.value !== null)
}

function Names({ agencies }: { agencies: readonly Child[] }) {
  return agencies.length === 1 ? <>{agencies[0]}</> : <ul class="plain">{agencies.map((one) => <li>{one}</li>)}</ul>
}

/** Says first what matters most: that it is no more, is not yet, or is about to end. */
function LifeNotice({ agency, asOf, language }: { agency: FoundAgency; asOf: AskedDay; language: Language }) {
  const m = messages(language)
  const { live, from, gone, successor } = agency
  const onward = successor === null ? null
    : <p>{m.successorIs}<AgencyLink agency={successor} asOf={asOf} language={language} /></p>
  if (live && gone === null) return null
  if (live) return <Notice kind="warning" title={m.endsOn(showDay(gone!, language))}>{onward}</Notice>
  if (gone !== null && (asOf === null || gone <= asOf)) {
    return <Notice kind="warning" title={m.goneOn(showDay(gone, language))}><p>{m.goneText}</p>{onward}</Notice>
  }
  return from === null ? null : <Notice title={m.comesOn(showDay(from, language))}><p>{m.comesText}</p></Notice>
}

/** One agency: what everybody may know of it, and what lies directly below it. */
export function AgencyPage(props: Props) {
  const { request, agency, below, asOf } = props
  const { language } = request
  const m = messages(language)
  const path: LocalPath = `/agencies/${agency.code}`
  const above = agency.line.length > 0 || agency.superior === null ? agency.line : [agency.superior]
  const crumbs: Crumb[] = [
    { label: m.title, href: addressOf('/agencies', { asOf }) },
    ...above.map((one) => ({ label: nameIn(one, language), href: agencyPath(one.code, asOf) })),
  ]
  const at = (after: string) => addressOf(path, { asOf, after })
  return (
    <Page request={request} title={nameIn(agency, language)} breadcrumbs={crumbs}>
      <AsOfNotice request={request} path={path} asOf={asOf} />
      <LifeNotice agency={agency} asOf={asOf} language={language} />
      <DescriptionList items={factsOf(props)} />
      <DayForm request={request} path={path} asOf={asOf} form={EMPTY_FORM} />
      {!agency.live ? null : (
        <section aria-labelledby="below">
          <h2 id="below">{m.below}<span class="count">{below.total.toLocaleString('en-US')}</span></h2>
          {below.total === 0 ? <p class="soft">{m.belowNone}</p> : (
            <AgencyList agencies={below.agencies} asOf={asOf} language={language} withSuperior={false} />
          )}
          <Paging
            language={language} shown={{ from: below.before + 1, to: below.before + below.agencies.length }}
            previous={below.previous === null ? null : at(below.previous)}
            next={below.next === null ? null : at(below.next)}
          />
        </section>
      )}
    </Page>
  )
}

/** The agency exists, but nothing was known of it on the day asked for; or the day could not be read. */
export function AgencyWithoutAnswer({ request, code, asOf, form }: {
  request: FrameRequest; code: string; asOf: AskedDay; form: FormState
}) {
  const m = messages(request.language)
  const path: LocalPath = `/agencies/${code}`
  return (
    <Page request={request} title={code} breadcrumbs={[{ label: m.title, href: '/agencies' }]} problems={form.problems}>
      {asOf === null ? null : <Empty title={m.notKnownThen(code)}><p><a href={path}>{m.backToToday}</a></p></Empty>}
      <DayForm request={request} path={path} asOf={asOf} form={form} />
    </Page>
  )
}
