import { DERIVED_GROUP_NAMES } from '../../core/access-messages.ts'
import type { Actor } from '../../web/actor.ts'
import { Badge, CertificateBadge } from '../../web/components/badge.tsx'
import { ButtonLink } from '../../web/components/button.tsx'
import { Actions } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Empty, Tabs } from '../../web/components/panel.tsx'
import { SearchBox } from '../../web/components/search-box.tsx'
import { Table } from '../../web/components/table.tsx'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import { catalogueMessages } from './catalogue-messages.ts'
import type { ApplicationFields } from './catalogue-rows.ts'
import type { listApplications, ListedApplication, ListFilter, ListSort } from './list-catalogue.ts'

/** The request of a page of the centre's. */
export type CentralRequest = FrameRequest & { actor: Actor }

/** The two halves of 「應用系統管理」. */
export function CatalogueTabs({ request, at }: { request: CentralRequest; at: 'applications' | 'groups' }) {
  const m = catalogueMessages(request.language)
  if (!request.site.has('/manage/groups')) return null
  return (
    <Tabs
      label={m.tabs}
      tabs={[
        { label: m.applications, href: '/manage/applications', current: at === 'applications' },
        { label: m.groups, href: '/manage/groups', current: at === 'groups' },
      ]}
    />
  )
}

/** Code and name, as every list has them. */
export function Called({ code, name }: { code: string; name: string }) {
  return <span class="called"><span class="code">{code}</span> {name}</span>
}

/** Whether it is in service, and is a test system. */
export function ServiceBadge({ fields, language }: { fields: ApplicationFields; language: Language }) {
  const m = catalogueMessages(language)
  return fields.inService ? <>{m.inService}</> : <Badge kind="warning">{m.outOfService}</Badge>
}

function Marks({ fields, language }: { fields: ApplicationFields; language: Language }) {
  const m = catalogueMessages(language)
  const words = [
    ...(fields.grantable ? [m.fields.grantable] : []), ...(fields.dutyAllowed ? [m.fields.dutyAllowed] : []),
    ...(fields.openToAgencyCard ? [m.fields.openToAgencyCard] : []),
  ]
  return (
    <>
      {words.join(language === 'en' ? ', ' : '、')}
      {fields.requiresCertificate ? <> <CertificateBadge language={language} /></> : null}
      {fields.test ? <> <Badge>{m.testSystem}</Badge></> : null}
    </>
  )
}

export type CatalogueAsked = { q: string; show: ListFilter; sort: ListSort }

function addressOf({ q, show, sort }: CatalogueAsked): LocalPath {
  const query = new URLSearchParams({
    ...(q === '' ? {} : { q }), ...(show === 'all' ? {} : { show }), ...(sort === 'position' ? {} : { sort }),
  }).toString()
  return query === '' ? '/manage/applications' : `/manage/applications?${query}`
}

type Props = { request: CentralRequest; asked: CatalogueAsked; found: Awaited<ReturnType<typeof listApplications>> }

function List({ request, asked, applications }: Pick<Props, 'request' | 'asked'> & { applications: ListedApplication[] }) {
  const { language } = request
  const m = catalogueMessages(language)
  const sorted = (sort: ListSort) =>
    ({ href: addressOf({ ...asked, sort: asked.sort === sort ? 'position' : sort }),
      now: asked.sort === sort ? 'ascending' as const : null })
  return (
    <Table
      language={language} caption={m.applications} count={applications.length} rows={applications}
      columns={[
        {
          label: m.columns.application, heading: true, sort: sorted('code'),
          cell: ({ code, fields }) => (
            <a href={`/manage/applications/${code}`}><Called code={code} name={fields.name} /></a>
          ),
        },
        {
          label: m.columns.heading, sort: sorted('heading'),
          cell: ({ fields }) => fields.category,
        },
        {
          label: m.columns.service,
          cell: ({ fields, outage }) => (
            <>
              <ServiceBadge fields={fields} language={language} />
              {outage === null ? null : <> <Badge kind="warning">{m.outageToday}</Badge></>}
            </>
          ),
        },
        {
          label: m.columns.birth,
          cell: ({ groups }) => (groups.length === 0 ? <span class="soft">{m.none}</span>
            : groups.map((group) => DERIVED_GROUP_NAMES[group][language]).join(language === 'en' ? ', ' : '、')),
        },
        { label: m.columns.marks, cell: ({ fields }) => <Marks fields={fields} language={language} /> },
      ]}
    />
  )
}

/** 「應用系統管理」: every application with what can be seen at a glance. */
export function CataloguePage({ request, asked, found }: Props) {
  const { language } = request
  const m = catalogueMessages(language)
  const { applications, total, outOfService } = found
  return (
    <ManagePage request={request} title={m.title} answer={asked.q}>
      <CatalogueTabs request={request} at="applications" />
      <p class="lead">{m.lead(total, outOfService)}</p>
      <SearchBox
        language={language} action="/manage/applications" label={m.search} hint={m.searchHint} value={asked.q}
        keep={{ ...(asked.show === 'all' ? {} : { show: asked.show }), ...(asked.sort === 'position' ? {} : { sort: asked.sort }) }}
      />
      <Tabs
        label={m.filter}
        tabs={(['all', 'out', 'notGrantable', 'certificate', 'test'] as const).map((show) => ({
          label: m.filters[show], href: addressOf({ ...asked, show }), current: asked.show === show,
        }))}
      />
      {applications.length === 0
        ? <Empty title={asked.q === '' ? m.none : m.foundNone(asked.q)} />
        : <List request={request} asked={asked} applications={applications} />}
      <Actions><ButtonLink href="/manage/new-application" kind="secondary">{m.newApplication}</ButtonLink></Actions>
    </ManagePage>
  )
}
