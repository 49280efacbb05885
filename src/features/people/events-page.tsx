import { auditCatalogue, auditSentence } from '../../core/audit.ts'
import { detailTexts } from '../../core/audit-details.ts'
import { addressOf } from '../../web/address.ts'
import { nameIn } from '../../web/agency-names.ts'
import { Badge } from '../../web/components/badge.tsx'
import { Moment } from '../../web/components/moment.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty, Tabs } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { frameMessages } from '../../web/frame-messages.ts'
import { EVENT_KINDS } from './list-events.ts'
import { messages } from './messages.ts'
import { PersonPage } from './person-frame.tsx'
import { partPath } from './slice.ts'
import type { Actor } from '../../web/actor.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Subject } from './find-subject.ts'
import type { EventKind, EventOfPerson, EventPage } from './list-events.ts'

/** Who acted: 「高雄市政府人事處 人事主管 王建國」, or the system. */
function actorText({ actor, actorStanding, actorAgency, process }: EventOfPerson, language: Language): string {
  const m = messages(language)
  if (actor === null) return process === null ? m.card : m.system
  const standing = actorStanding === null ? null : frameMessages(language).standing.names[actorStanding]
  const agency = actorAgency === null ? null : nameIn(actorAgency, language)
  return [agency, standing, actor].filter((one) => one !== null).join(' ')
}

/** What happened, in the catalogue's own sentence. */
function sentenceOf(event: EventOfPerson, person: string, language: Language): string {
  const { code, agency, application, category, detail, actor } = event
  // Written by a later version of the program.
  if (!Object.hasOwn(auditCatalogue, code)) return code
  const m = messages(language)
  return auditSentence(code, language, {
    ...detailTexts(code, detail, language), person, actor: actor ?? (event.process === null ? m.card : m.system),
    ...(agency === null ? {} : { agency: nameIn(agency, language) }),
    ...(category === null ? {} : { category: nameIn(category, language) }),
    ...(application === null ? {} : { application: `${application.code} ${application.name ?? ''}`.trim() }),
  })
}

/** 「他人所為」: what others did to the person, refused tries among it, the newest first. */
export function EventsPage({ request, person, kind, page }: {
  request: FrameRequest & { actor: Actor }; person: Subject; kind: EventKind; page: EventPage
}) {
  const { language } = request
  const m = messages(language)
  const path = partPath(person.key, 'events')
  const at = (place: Record<string, string>) => addressOf(path, { kind, ...place })
  return (
    <PersonPage request={request} person={person} part="events">
      <p class="lead">{m.eventsLead}</p>
      <Tabs
        label={m.eventKind}
        tabs={EVENT_KINDS.map((one) => ({ label: m.eventKinds[one], href: addressOf(path, { kind: one }), current: one === kind }))}
      />
      {page.events.length === 0 ? <Empty title={m.noEvents} /> : (
        <Table
          language={language} caption={m.parts.events} rows={page.events}
          columns={[
            { label: m.when, cell: (event) => <Moment at={event.at} language={language} /> },
            { label: m.who, heading: true, cell: (event) => actorText(event, language) },
            {
              label: m.what,
              cell: (event) => (
                <>
                  {event.refused === null ? null : <><Badge kind="warning">{m.refused}</Badge>{' '}</>}
                  {sentenceOf(event, person.name, language)}
                  <span class="below code">{event.code}{event.refused === null || event.refused === '' ? '' : ` ${event.refused}`}</span>
                </>
              ),
            },
          ]}
        />
      )}
      <Paging
        language={language} previous={page.previous === null ? null : at({ after: page.previous })}
        next={page.next === null ? null : at({ before: page.next })}
      />
    </PersonPage>
  )
}
