import { Badge, CertificateBadge } from '../../web/components/badge.tsx'
import { Disclosure } from '../../web/components/panel.tsx'
import { reasonSentence } from '../../core/access-messages.ts'
import { showDayShort } from '../../web/days.ts'
import { messages } from './messages.ts'
import type { Naming } from '../../core/access-messages.ts'
import type { Application } from '../../core/catalogue.ts'
import type { Reason } from '../../core/reasons.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Outage } from '../../store/outages.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { MyApplication } from './my-applications.ts'

/** The one form of all stars: a button for each is all that a long list has to carry. */
export const FAVOURITE_FORM = 'favourites'

// More agencies than this have a page of their own, with a search: twenty applications for a hundred schools each would
// make this page a hundred times as long as it is.
const MOST_AGENCIES_SHOWN = 5

/** Where the application opens, on behalf of one agency or of the one in use. */
export function openPath(code: string, agency?: string): LocalPath {
  return `/applications/${code}/open${agency === undefined ? '' : `?agency=${agency}`}`
}

/** Code and name, as every list has them. */
export function ApplicationName({ application }: { application: Application }) {
  const { code, name } = application
  return <span class="called"><span class="code">{code}</span> {name}</span>
}

/** 須用憑證, test system, out of service. */
export function Marks({ application, language }: { application: Application; language: Language }) {
  const m = messages(language)
  return (
    <>
      {application.requiresCertificate ? <> <CertificateBadge language={language} /></> : null}
      {application.test ? <> <Badge>{m.testSystem}</Badge></> : null}
      {application.inService ? null : <> <Badge kind="warning">{m.outOfService}</Badge></>}
    </>
  )
}

type ReasonsProps = { reasons: readonly Reason[]; naming: Naming; language: Language }

/** 依據: each reason as a sentence, the first at once and the rest behind a heading. */
export function Reasons({ reasons, naming, language }: ReasonsProps) {
  const m = messages(language)
  const [first, ...more] = reasons.map((reason) => reasonSentence(reason, naming)[language])
  return (
    <>
      <p class="basis"><b>{m.basis}</b> {first}</p>
      {more.length === 0 ? null : (
        <Disclosure summary={m.moreReasons(more.length)}>
          <ul>{more.map((sentence) => <li>{sentence}</li>)}</ul>
        </Disclosure>
      )}
    </>
  )
}

function Star({ mine, language }: { mine: MyApplication; language: Language }) {
  const m = messages(language)
  const { application: { code, name }, favourite } = mine
  const [add, remove] = [m.addFavourite(name), m.removeFavourite(name)]
  return (
    <button
      class="star" form={FAVOURITE_FORM} formaction={`/applications/${code}/favourite`} name="favourite"
      value={favourite ? 'no' : 'yes'} aria-label={favourite ? remove : add} title={favourite ? remove : add}
      data-other={favourite ? add : remove} data-said={favourite ? m.notKept(name) : m.kept(name)}
      data-other-said={favourite ? m.kept(name) : m.notKept(name)}
    />
  )
}

/** What an agency that one may act for is called, as the link that opens the application on its behalf. */
export function OpenForLink({ code, agency, naming, language }: {
  code: string; agency: AgencyCode; naming: Naming; language: Language
}) {
  const name = naming.tree.agencies.get(agency)?.name ?? agency
  return <a href={openPath(code, agency)}>{messages(language).openFor(name)}</a>
}

function OtherAgencies({ mine, naming, language }: { mine: MyApplication; naming: Naming; language: Language }) {
  const m = messages(language)
  const { application: { code }, agencies } = mine
  const others = agencies.slice(1)
  if (others.length === 0) return null
  if (others.length > MOST_AGENCIES_SHOWN) {
    const label = `${mine.application.name} ${m.moreAgencies(others.length)}`
    const href = `/applications/${code}/agencies`
    return <p class="basis"><a href={href} aria-label={label}>{m.moreAgencies(others.length)}</a></p>
  }
  return (
    <Disclosure summary={m.moreAgencies(others.length)}>
      <ul class="for-agencies">
        {others.map(({ agency, reasons }) => (
          <li>
            <OpenForLink code={code} agency={agency} naming={naming} language={language} />
            <Reasons reasons={reasons} naming={naming} language={language} />
          </li>
        ))}
      </ul>
    </Disclosure>
  )
}

/** What is told of an outage of it today, with its days. */
export function OutageNote({ outage, language }: { outage: Outage | undefined; language: Language }) {
  if (outage === undefined) return null
  const m = messages(language)
  const { from, to } = outage.period
  const day = (value: string | null) => (value === null ? '' : showDayShort(value, language))
  return <p class="outage"><b>{m.outage(day(from), day(to))}</b> {outage.text[language]}</p>
}

/** An application that is mine: its name opens it; under it why I have it, and for whom. */
export function MyApplicationCard({ request, mine, naming, outage }: {
  request: FrameRequest; mine: MyApplication; naming: Naming; outage: Outage | undefined
}) {
  const { language } = request
  const { application, agencies } = mine
  const name = <ApplicationName application={application} />
  return (
    <li class="application" data-find>
      <div class="application-head">
        <h3>{application.inService ? <a href={openPath(application.code)}>{name}</a> : name}</h3>
        <Marks application={application} language={language} />
      </div>
      <Star mine={mine} language={language} />
      <p class="about">{application.description}</p>
      <OutageNote outage={outage} language={language} />
      {application.inService ? null : <p class="outage">{messages(language).outOfServiceWhy}</p>}
      <Reasons reasons={agencies[0]!.reasons} naming={naming} language={language} />
      {application.inService ? <OtherAgencies mine={mine} naming={naming} language={language} /> : null}
    </li>
  )
}
