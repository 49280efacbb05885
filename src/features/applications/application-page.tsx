import { DERIVED_GROUP_NAMES } from '../../core/access-messages.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { DescriptionList, Disclosure } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { showDayShort } from '../../web/days.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { Outage } from '../../store/outages.ts'
import type { Registration } from '../oidc/registration.ts'
import { catalogueMessages } from './catalogue-messages.ts'
import { Called, ServiceBadge } from './catalogue-page.tsx'
import type { CentralRequest } from './catalogue-page.tsx'
import type { ShownApplication } from './list-catalogue.ts'

/** The page of one application. */
export const applicationPath = (code: string): LocalPath => `/manage/applications/${code}`

/** The crumb of 「應用系統管理」, and of the application below it. */
export function crumbsOf(language: Language, code?: string): { label: string; href: LocalPath }[] {
  const top = { label: catalogueMessages(language).title, href: '/manage/applications' } as const
  return code === undefined ? [top] : [top, { label: code, href: applicationPath(code) }]
}

type Props = { request: CentralRequest; shown: ShownApplication }

/** A field's value as people read it. */
export function valueText(field: string, value: unknown, language: Language): string {
  const m = catalogueMessages(language)
  if (typeof value === 'boolean') return value ? m.yes : m.no
  if (field === 'audience' || field === 'derivedGroup') {
    return value === null ? m.nobody : DERIVED_GROUP_NAMES[value as keyof typeof DERIVED_GROUP_NAMES][language]
  }
  if (field === 'handOut') return m.handOut[value as keyof typeof m.handOut]
  return value === null || value === '' ? m.none : String(value)
}

function Facts({ request: { language }, shown: { fields, position, agencyRootName } }: Props) {
  const m = catalogueMessages(language)
  const { name: _, agencyRoot, ...rest } = fields
  const root = agencyRoot === null ? m.none : `${agencyRoot} ${agencyRootName ?? ''}`
  const items = Object.entries(rest).map(([field, value]) => ({
    term: m.fields[field as keyof typeof rest], value: <span>{valueText(field, value, language)}</span>,
  }))
  return (
    <DescriptionList items={[...items, { term: m.fields.agencyRoot, value: root }, { term: m.fields.position, value: position }]} />
  )
}

function Categories({ request: { language }, shown: { code, categories, duties } }: Props) {
  const m = catalogueMessages(language)
  return (
    <section aria-label={m.categories}>
      {categories.length === 0 ? <><h2>{m.categories}</h2><p>{m.noCategories}</p></> : (
        <Table
          language={language} caption={m.categories} rows={categories} count={categories.length}
          columns={[
            {
              label: m.columns.category, heading: true,
              cell: (one) => <Called code={one.code} name={language === 'en' ? one.fields.nameEn : one.fields.name} />,
            },
            { label: m.columns.birth, cell: (one) => valueText('derivedGroup', one.fields.derivedGroup, language) },
            { label: m.columns.handOut, cell: (one) => m.handOut[one.fields.handOut] },
            { label: m.columns.grants, numeric: true, cell: (one) => one.grants.toLocaleString('en-US') },
            {
              label: m.columns.actions, actions: true,
              cell: (one) => (
                <ButtonLink
                  href={`${applicationPath(code)}/categories/${one.code}`} kind="quiet"
                  label={m.editOf(language === 'en' ? one.fields.nameEn : one.fields.name)}
                >
                  {m.edit}
                </ButtonLink>
              ),
            },
          ]}
        />
      )}
      <p class="soft">{m.dutiesInForce(duties)}</p>
      <Actions>
        <ButtonLink href={`${applicationPath(code)}/new-category`} kind="secondary">{m.newCategory}</ButtonLink>
      </Actions>
    </section>
  )
}

/** From when to when a notice stands. */
export function outageDays({ period: { from, to } }: Pick<Outage, 'period'>, language: Language): string {
  const end = to === null ? catalogueMessages(language).untilNotice : showDayShort(to, language)
  return `${from === null ? '' : showDayShort(from, language)}–${end}`
}

function Outages({ request, shown: { code, outages } }: Props) {
  const { language } = request
  const m = catalogueMessages(language)
  return (
    <section aria-label={m.outages}>
      {outages.length === 0 ? <><h2>{m.outages}</h2><p>{m.noOutages}</p></> : (
        <Table
          language={language} caption={m.outages} rows={outages} count={outages.length}
          columns={[
            { label: m.columns.days, heading: true, cell: (one) => outageDays(one, language) },
            { label: m.columns.text, cell: ({ text }) => text[language] },
            {
              label: m.columns.actions, actions: true,
              cell: (one) => (
                <Form request={request} action={`${applicationPath(code)}/outages/${one.id}/withdraw`} hidden={{ version: String(one.version) }}>
                  <ButtonLink
                    href={`${applicationPath(code)}/outages/${one.id}`} kind="quiet" label={m.editOf(outageDays(one, language))}
                  >
                    {m.edit}
                  </ButtonLink>
                  <Button kind="quiet" label={m.withdrawOf(outageDays(one, language))}>{m.withdraw}</Button>
                </Form>
              ),
            },
          ]}
        />
      )}
      <Actions><ButtonLink href={`${applicationPath(code)}/new-outage`} kind="secondary">{m.newOutage}</ButtonLink></Actions>
    </section>
  )
}

function Client({ client, language }: { client: Registration; language: Language }) {
  const m = catalogueMessages(language)
  const words = m.client
  const list = (uris: readonly string[]) => (uris.length === 0 ? m.none : <>{uris.map((uri) => <div class="long-word">{uri}</div>)}</>)
  return (
    <Disclosure summary={client.clientId} open>
      <DescriptionList
        items={[
          { term: words.id, value: <span class="code">{client.clientId}</span> },
          { term: words.method, value: client.tokenEndpointAuthMethod },
          { term: words.redirect, value: list(client.redirectUris) },
          { term: words.postLogout, value: list(client.postLogoutRedirectUris) },
          { term: words.backchannel, value: client.backchannelLogoutUri ?? m.none },
          { term: words.algorithm, value: client.idTokenSignedResponseAlg },
          { term: words.pkce, value: client.requirePkce ? m.yes : m.no },
          { term: words.scopes, value: client.scopes.join(' ') },
        ]}
      />
    </Disclosure>
  )
}

function Clients({ request: { language }, shown: { clients } }: Props) {
  const m = catalogueMessages(language)
  return (
    <section aria-labelledby="clients">
      <h2 id="clients">{m.clients}</h2>
      {clients.length === 0 ? <p>{m.noClients}</p> : clients.map((client) => <Client client={client} language={language} />)}
      <p class="soft">{m.clientsHint}</p>
    </section>
  )
}

/** One application: everything the catalogue says of it. `saved`: what was just done. */
export function ApplicationPage(props: Props & {
  saved?: 'change' | 'outage' | 'withdrawn' | undefined
  refused?: keyof ReturnType<typeof catalogueMessages>['refused'] | undefined
}) {
  const { request, shown, saved, refused } = props
  const { language } = request
  const m = catalogueMessages(language)
  const { code, fields, version } = shown
  const path = applicationPath(code)
  return (
    <ManagePage
      request={request} title={`${code} ${fields.name}`} crumbs={crumbsOf(language)}
      problems={refused === undefined ? [] : [{ field: null, message: m.refused[refused] }]}
    >
      {saved === undefined ? null : <Notice kind="done" title={m.saved}><p>{m.savedWhat[saved]}</p></Notice>}
      <p>
        <ServiceBadge fields={fields} language={language} />{' '}
        {fields.description}
      </p>
      <Form
        request={request} action={`${path}/service`} hidden={{ version: String(version), inService: fields.inService ? 'no' : 'yes' }}
      >
        <Actions>
          <ButtonLink href={`${path}/edit`}>{m.edit}</ButtonLink>
          <Button kind="secondary">{fields.inService ? m.stop : m.resume}</Button>
        </Actions>
      </Form>
      <Categories {...props} />
      <Outages {...props} />
      <section aria-labelledby="facts">
        <h2 id="facts">{m.facts}</h2>
        <Facts {...props} />
      </section>
      <Clients {...props} />
    </ManagePage>
  )
}
