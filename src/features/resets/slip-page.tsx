// The slip: the answer to the act itself, at no address that could be asked for again (R-ACC-4, R-ACC-1c).
import { nameIn } from '../../web/agency-names.ts'
import { ButtonLink } from '../../web/components/button.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { DescriptionList } from '../../web/components/panel.tsx'
import { QrCode } from '../../web/components/qr-code.tsx'
import { showMoment } from '../../web/days.ts'
import { deskTitle } from './desk-page.tsx'
import { slipMessages } from './slip-messages.ts'
import { deskOf, PASSWORDS } from './slice.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { Subject } from '../people/find-subject.ts'
import type { Shown } from './slice.ts'

/** `code` as it is typed; `path` where, which the code may be put behind; `scanned` the address with it. */
export type Slip = { kind: 'reset' | 'activation'; code: string; path: LocalPath; scanned: LocalPath; until: Date }

/** The code in groups of four, each whole on its line. */
function Code({ code }: { code: string }) {
  const groups = code.replaceAll('-', '').match(/.{1,4}/g) ?? []
  return <p class="slip-code">{groups.map((group, at) => <>{at === 0 ? null : <wbr />}<span>{at === 0 ? '' : '-'}{group}</span></>)}</p>
}

/** What is printed: A5 in length, so that it fits on either paper. */
function Paper({ request, person, slip }: { request: Shown; person: Subject; slip: Slip }) {
  const { language, site, now, actor } = request
  const m = slipMessages(language)
  const { kind, code, path, scanned, until } = slip
  const [post] = person.posts
  return (
    <div class="paper slip">
      <DescriptionList
        items={[
          { term: m.name, value: person.name },
          { term: m.nationalId, value: <span class="code">{person.nationalIdMasked}</span> },
          { term: m.accountName, value: person.accountName === null ? m.noName : <span class="code">{person.accountName}</span> },
          ...(post === undefined ? [] : [{ term: m.agency, value: nameIn({ name: post.agencyName, nameEn: post.agencyNameEn }, language) }]),
          { term: m.until, value: <b>{m.untilText(showMoment(until, language))}</b> },
        ]}
      />
      <div class="slip-way">
        <QrCode text={`${site.origin}${scanned}`} label={m.qr} />
        <div>
          <h2>{m.code}</h2>
          <Code code={code} />
          <h2>{m.how}</h2>
          <ol>{m.steps[kind](`${site.origin}${path}`).map((step) => <li>{step}</li>)}</ol>
        </div>
      </div>
      <p>{m.keep}</p>
      <p class="soft paper-foot">{m.made(actor.name, showMoment(now, language))}</p>
    </div>
  )
}

/** The page around it, which does not print. */
export function SlipPage({ request, person, slip }: { request: Shown; person: Subject; slip: Slip }) {
  const m = slipMessages(request.language)
  const back = deskOf(PASSWORDS, person.key)
  return (
    <ManagePage request={request} title={m.titles[slip.kind]} crumbs={[{ label: deskTitle(request, PASSWORDS), href: back }]}>
      <div class="screen-only"><Notice kind="warning" title={m.once}><p>{m.onceSays}</p></Notice></div>
      <Paper request={request} person={person} slip={slip} />
      <p class="screen-only"><ButtonLink kind="secondary" href={back}>{m.back}</ButtonLink></p>
    </ManagePage>
  )
}
