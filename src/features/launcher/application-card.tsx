import { Badge, CertificateBadge } from '../../web/components/badge.tsx'
import { ButtonLink } from '../../web/components/button.tsx'
import { Form } from '../../web/components/form.tsx'
import { Disclosure } from '../../web/components/panel.tsx'
import { nearestSentence, reasonSentence } from '../../core/access-messages.ts'
import { messages } from './messages.ts'
import type { Naming } from '../../core/access-messages.ts'
import type { Application } from '../../core/catalogue.ts'
import type { Reason } from '../../core/reasons.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { MyApplication, OtherApplication } from './my-applications.ts'

/** Where the application opens, on behalf of one agency or of the one in use. */
export function openPath(code: string, agency?: string): LocalPath {
  return `/applications/${code}/open${agency === undefined ? '' : `?agency=${agency}`}`
}

function Marks({ application, language }: { application: Application; language: Language }) {
  const m = messages(language)
  return (
    <>
      {application.requiresCertificate ? <CertificateBadge language={language} /> : null}
      {application.test ? <Badge>{m.testSystem}</Badge> : null}
    </>
  )
}

/** 依據: each reason as a sentence, the first at once and the rest behind a heading. */
function Reasons({ reasons, naming, language }: { reasons: readonly Reason[]; naming: Naming; language: Language }) {
  const m = messages(language)
  const [first, ...more] = reasons.map((reason) => reasonSentence(reason, naming)[language])
  return (
    <>
      <p class="basis"><span class="soft">{m.basis}</span> {first}</p>
      {more.length === 0 ? null : (
        <Disclosure summary={m.moreReasons(more.length)}>
          <ul>{more.map((sentence) => <li>{sentence}</li>)}</ul>
        </Disclosure>
      )}
    </>
  )
}

function FavouriteButton({ request, mine }: { request: FrameRequest; mine: MyApplication }) {
  const m = messages(request.language)
  const { application, favourite } = mine
  const label = favourite ? m.removeFavourite(application.name) : m.addFavourite(application.name)
  return (
    <Form request={request} action={`/applications/${application.code}/favourite`} hidden={{ favourite: favourite ? 'no' : 'yes' }}>
      <button class={favourite ? 'star kept' : 'star'} aria-label={label} title={label}>{favourite ? '★' : '☆'}</button>
    </Form>
  )
}

/** An application that is mine: its name opens it; under it why I have it, and for whom. */
export function MyApplicationCard({ request, mine, naming }: { request: FrameRequest; mine: MyApplication; naming: Naming }) {
  const { language } = request
  const m = messages(language)
  const { application, agencies } = mine
  const [first, ...others] = agencies
  return (
    <li class="application">
      <div class="application-head">
        <h3><a href={openPath(application.code)}><span class="code">{application.code}</span> {application.name}</a></h3>
        <Marks application={application} language={language} />
        <FavouriteButton request={request} mine={mine} />
      </div>
      <p class="about">{application.description}</p>
      <Reasons reasons={first!.reasons} naming={naming} language={language} />
      {others.length === 0 ? null : (
        <Disclosure summary={m.moreAgencies(others.length)}>
          <ul class="for-agencies">
            {others.map(({ agency, reasons }) => (
              <li>
                <ButtonLink kind="quiet" href={openPath(application.code, agency)}>
                  {m.openFor(naming.tree.agencies.get(agency)?.name ?? agency)}
                </ButtonLink>
                <Reasons reasons={reasons} naming={naming} language={language} />
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </li>
  )
}

/** An application that is not mine: the nearest missing condition, and who can give it. */
export function OtherApplicationRow({ request, other, naming }: {
  request: FrameRequest; other: OtherApplication; naming: Naming
}) {
  const { language } = request
  const { application, missing } = other
  return (
    <li class="application other">
      <div class="application-head">
        <h3><span class="code">{application.code}</span> {application.name}</h3>
        <Marks application={application} language={language} />
        <a class="why" href={`/applications/${application.code}/why-not`} aria-label={`${messages(language).whyNot} ${application.name}`}>
          {messages(language).whyNot}
        </a>
      </div>
      <p class="basis">{nearestSentence(missing, application.code, naming)[language]}</p>
    </li>
  )
}
