// 「公告與投票管理」: the announcements of an agency or of the centre, and one of them as its writers have it.
import { stateOf } from '../../core/notices.ts'
import { addressOf } from '../../web/address.ts'
import { Badge } from '../../web/components/badge.tsx'
import { ButtonLink } from '../../web/components/button.tsx'
import { Exports } from '../../web/components/exports.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice as Callout } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { DescriptionList, Empty, Tabs } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { showMoment } from '../../web/days.ts'
import { nameIn } from '../../web/agency-names.ts'
import { editorMessages } from './editor-messages.ts'
import { fileMessages } from './file-messages.ts'
import { CENTRE, SHOWN } from './list-managed.ts'
import { Markdown } from './markdown.tsx'
import { messages } from './messages.ts'
import { audienceText, Marks, showEnd, writerName } from './parts.tsx'
import { managedPath, MANAGE_PATH, noticePath } from './slice.ts'
import type { Child } from 'hono/jsx'
import type { NoticeState } from '../../core/notices.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormProblem } from '../../web/form.ts'
import type { BadgeKind } from '../../web/components/badge.tsx'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Desk, ManagedFilter, ManagedPage, NoticeVersion } from './list-managed.ts'
import type { NamedAgency, Notice } from './notice-rows.ts'

export type ManageRequest = FrameRequest & { actor: Actor }

/** What was just done, as the address carries it. */
export const DONE = ['written', 'edited', 'withdrawn', 'attached', 'removed'] as const
export type Done = (typeof DONE)[number]

const doneText = (done: Done, language: Language): string => ({ ...editorMessages(language).done, ...fileMessages(language).done })[done]

const STATE_KIND: Record<NoticeState, BadgeKind> = { planned: 'warning', shown: 'good', over: 'plain', withdrawn: 'danger' }

/** What becomes of it at this moment, as a word. */
export function StateBadge({ request: { language, now }, notice }: { request: FrameRequest; notice: Notice }) {
  const state = stateOf(notice, now)
  return <Badge kind={STATE_KIND[state]}>{editorMessages(language).states[state]}</Badge>
}

/** The list of that desk. */
export const deskAddress = (agency: NamedAgency | null, more: Record<string, string> = {}): LocalPath =>
  addressOf(MANAGE_PATH, { agency: agency?.code ?? CENTRE, ...more })

const agencyOf = ({ agency }: Desk, language: Language) => agency === null ? null : { code: agency.code, name: nameIn(agency, language) }

/** The frame of a page of one desk. */
export function DeskPage({ request, desk, title, crumb = true, problems = [], children }: {
  request: ManageRequest; desk: Desk; title: string; crumb?: boolean
  problems?: Parameters<typeof ManagePage>[0]['problems']; children: Child
}) {
  const m = editorMessages(request.language)
  return (
    <ManagePage
      request={request} title={title} agency={agencyOf(desk, request.language)} back={MANAGE_PATH} problems={problems ?? []}
      crumbs={crumb ? [{ label: m.manageTitle, href: deskAddress(desk.agency) }] : []}
    >
      {children}
    </ManagePage>
  )
}

function Views({ language, desk, shown }: { language: Language; desk: Desk; shown: ManagedFilter['shown'] }) {
  const m = editorMessages(language)
  return (
    <Tabs
      label={m.shown}
      tabs={SHOWN.map((one) => ({
        label: m.shownOnes[one], href: deskAddress(desk.agency, { shown: one === 'current' ? '' : one }), current: one === shown,
      }))}
    />
  )
}

/** To the other desks of a central administrator. */
function OtherDesk({ request: { actor, language }, desk }: { request: ManageRequest; desk: Desk }) {
  if (!actor.roles.includes('central')) return null
  const m = editorMessages(language)
  return desk.agency === null
    ? <p><b>{m.forCentre}</b> <a href={`/switch?next=${encodeURIComponent(MANAGE_PATH)}#managed`}>{m.goAgency}</a></p>
    : <p><a href={deskAddress(null)}>{m.goCentre}</a></p>
}

/** The announcements of a desk. */
export function ManagedNoticesPage({ request, desk, filter, page, done }: {
  request: ManageRequest; desk: Desk; filter: ManagedFilter; page: ManagedPage; done: Done | null
}) {
  const { language } = request
  const m = editorMessages(language)
  const caption = desk.agency === null ? m.forCentre : m.forAgency(nameIn(desk.agency, language))
  const at = (turn: Record<string, string>) => deskAddress(desk.agency, { shown: filter.shown === 'current' ? '' : filter.shown, ...turn })
  return (
    <DeskPage request={request} desk={desk} title={m.manageTitle} crumb={false}>
      {done === null ? null : <Callout kind="done" title={doneText(done, language)} />}
      <OtherDesk request={request} desk={desk} />
      <Tabs
        label={m.kinds}
        tabs={[
          { label: m.announcements, href: deskAddress(desk.agency), current: true },
          { label: m.polls, href: addressOf(`${MANAGE_PATH}/polls`, { agency: desk.agency?.code ?? CENTRE }), current: false },
        ]}
      />
      <p class="actions"><ButtonLink href={addressOf(`${MANAGE_PATH}/new`, { agency: desk.agency?.code ?? CENTRE })}>{m.add}</ButtonLink></p>
      <Views language={language} desk={desk} shown={filter.shown} />
      {page.notices.length === 0 ? <Empty title={m.none}><p>{m.noneWhy}</p></Empty> : (
        <Table
          language={language} caption={caption} rows={page.notices} count={page.total}
          columns={[
            { label: m.columns.title, heading: true, cell: (one) => <><a href={managedPath(one.id)}>{one.title}</a><Marks language={language} notice={one} /></> },
            { label: m.columns.audience, cell: (one) => audienceText(one.audience, one.audienceAgency, language) },
            { label: m.columns.publishAt, cell: (one) => showMoment(one.publishAt, language) },
            { label: m.columns.withdrawAt, cell: (one) => one.withdrawAt === null ? m.noEnd : showEnd(one.withdrawAt, language) },
            { label: m.columns.state, cell: (one) => <StateBadge request={request} notice={one} /> },
          ]}
        />
      )}
      {page.notices.length === 0 ? null : <Exports language={language} list={at({})} />}
      <Paging
        language={language} previous={page.previous === null ? null : at({ before: page.previous })}
        next={page.next === null ? null : at({ after: page.next })}
      />
    </DeskPage>
  )
}

function Versions({ request, id, versions, shown }: { request: ManageRequest; id: string; versions: readonly NoticeVersion[]; shown: number }) {
  const { language } = request
  const m = editorMessages(language)
  const [newest] = versions
  if (versions.length < 2) return null
  const word = ({ version }: NoticeVersion) => <>{m.version(version)}{version === newest!.version ? <> <Badge>{m.current}</Badge></> : null}</>
  return (
    <Table
      language={language} caption={m.versions} rows={versions}
      columns={[
        {
          label: m.versionColumns.version, heading: true,
          cell: (one) => one.version === shown ? word(one)
            : <a href={addressOf(managedPath(id), { version: one === newest ? '' : String(one.version) })}>{word(one)}</a>,
        },
        { label: m.versionColumns.at, cell: ({ at }) => showMoment(at, language) },
        { label: m.versionColumns.by, cell: ({ by }) => by ?? m.byCard },
      ]}
    />
  )
}

/** One announcement with what its writers may do; `notice`: the version that is looked at, `now`: whether that is the present one. */
export function ManagedNoticePage({ request, notice, present, versions, done, problems = [], children }: {
  request: ManageRequest; notice: Notice; present: Notice; versions: readonly NoticeVersion[]; done: Done | null
  problems?: readonly FormProblem[]; children?: Child
}) {
  const { language } = request
  const m = editorMessages(language)
  const words = messages(language)
  const path = managedPath(notice.id)
  const isPresent = notice.version === present.version
  return (
    <DeskPage request={request} desk={present} title={notice.title} problems={problems}>
      {done === null ? null : <Callout kind="done" title={doneText(done, language)} />}
      {isPresent ? null : <Callout kind="warning" title={m.versionOf(notice.version)} />}
      <DescriptionList
        items={[
          { term: m.facts.state, value: <><StateBadge request={request} notice={present} /><Marks language={language} notice={notice} /></> },
          { term: m.facts.from, value: writerName(notice.agency, language) },
          { term: words.to, value: audienceText(notice.audience, notice.audienceAgency, language) },
          { term: words.at, value: showMoment(notice.publishAt, language) },
          { term: words.until, value: notice.withdrawAt === null ? m.noEnd : showEnd(notice.withdrawAt, language) },
        ]}
      />
      {!isPresent || present.withdrawn ? null : (
        <p class="actions">
          <ButtonLink href={`${path}/edit`}>{m.edit}</ButtonLink>
          <ButtonLink href={`${path}/withdraw`} kind="secondary">{m.withdraw}</ButtonLink>
          {stateOf(present, request.now) === 'shown' && present.audience.standing === null
            ? <a href={noticePath(notice.id)}>{m.asReaders}</a> : null}
        </p>
      )}
      <section class="preview" aria-label={m.what}><Markdown text={notice.body} title={notice.title} /></section>
      {children}
      <Versions request={request} id={notice.id} versions={versions} shown={notice.version} />
    </DeskPage>
  )
}
