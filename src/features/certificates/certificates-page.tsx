// 「憑證白名單管理」: listed certificates, and the authorities that are believed.
import { Badge } from '../../web/components/badge.tsx'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { Radios } from '../../web/components/choices.tsx'
import { DateField, SelectField, TextArea, TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Moment } from '../../web/components/moment.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { AgencyField } from '../../web/components/pickers.tsx'
import { Table, WithDays } from '../../web/components/table.tsx'
import { showPeriod } from '../../web/days.ts'
import { pageMessages } from './page-messages.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { ListedCertificate } from './authority-rows.ts'
import type { AuthorityState } from './trust-state.ts'

export const CERTIFICATES_PATH: LocalPath = '/manage/certificates'
export const NEW_PATH: LocalPath = '/manage/certificates/new'
export const DONE = ['added', 'removed', 'asking'] as const

type Managed = FrameRequest & { actor: Actor }
/** A listed certificate with the name of its agency. */
export type ShownCertificate = ListedCertificate & { agencyName: string | null }

function ListedTable({ language, listed }: { language: Language; listed: readonly ShownCertificate[] }) {
  const m = pageMessages(language)
  if (listed.length === 0) return <Empty title={m.none} />
  return (
    <Table
      language={language} caption={m.listed} rows={listed}
      columns={[
        { label: m.serial, heading: true, cell: ({ serial }) => <span class="code">{serial}</span> },
        { label: m.authority, words: true, cell: ({ issuer }) => <span class="code">{issuer}</span> },
        {
          label: m.stands,
          cell: ({ agency, agencyName }) => (agency === null ? <Badge kind="danger">{m.refused}</Badge> : <>{m.standsFor} {agencyName ?? ''} <span class="code">{agency}</span></>),
        },
        { label: m.period, words: true, cell: ({ valid }) => <WithDays text={showPeriod(valid, language)} /> },
        { label: m.reason, cell: ({ reason }) => reason },
        {
          label: componentMessages(language).acts, actions: true,
          cell: ({ id, serial }) => <a href={`${CERTIFICATES_PATH}/${id}/end`} aria-label={m.removeOf(serial)}>{m.remove}</a>,
        },
      ]}
    />
  )
}

function FetchedList({ list, language }: { list: NonNullable<AuthorityState['list']>; language: Language }) {
  const m = pageMessages(language)
  return (
    <>
      {m.listOf(list.number, list.entries)}<br />
      {m.published} <Moment at={list.thisUpdate} language={language} /><br />
      {m.fetched} <Moment at={list.fetchedAt} language={language} />
    </>
  )
}

function TrustTable({ language, authorities }: { language: Language; authorities: readonly AuthorityState[] }) {
  const m = pageMessages(language)
  if (authorities.length === 0) return <Notice kind="warning" title={m.trustNone} />
  return (
    <Table
      language={language} caption={m.trust} rows={authorities}
      columns={[
        { label: m.code, heading: true, cell: ({ code, isAnchor }) => <><span class="code">{code}</span>{isAnchor ? <> <Badge kind="plain">{m.anchor}</Badge></> : null}</> },
        { label: m.authority, words: true, cell: ({ subject }) => subject.replaceAll(/,(?=[A-Za-z]+=)/g, ', ') },
        { label: m.issues, words: true, cell: ({ issues }) => m.issuesOf[issues ?? 'authorities'] },
        { label: m.asked, words: true, cell: ({ revocation }) => m.revocationOf[revocation] },
        { label: m.list, cell: ({ list, revocation }) => (revocation === 'ocsp' ? '' : list === null ? m.noList : <FetchedList list={list} language={language} />) },
        { label: m.nextUpdate, cell: ({ list }) => (list === null ? '' : <Moment at={list.nextUpdate} language={language} />) },
        {
          label: m.state,
          cell: ({ state, fault, responderFault }) => (
            <>
              <Badge kind={state === 'good' || state === 'asked' ? 'good' : 'danger'}>{m.states[state]}</Badge>
              {fault === null || state === 'asked' ? null : <> {m.lastFault(m.faults[fault])}</>}
              {responderFault === null ? null : <> {m.responderFault(m.faults[responderFault])}</>}
            </>
          ),
        },
        {
          label: componentMessages(language).acts, actions: true,
          cell: ({ code }) => <a href={`${CERTIFICATES_PATH}/authorities/${code}`} aria-label={m.askingOf(code)}>{m.set}</a>,
        },
      ]}
    />
  )
}

export function CertificatesPage({ request, listed, authorities, done }: {
  request: Managed; listed: readonly ShownCertificate[]; authorities: readonly AuthorityState[]; done: (typeof DONE)[number] | null
}) {
  const { language } = request
  const m = pageMessages(language)
  return (
    <ManagePage request={request} title={m.title}>
      {done === null ? null : <Notice kind="done" title={m.done[done]} />}
      <p class="lead">{m.lead}</p>
      <ListedTable language={language} listed={listed} />
      <Actions><ButtonLink href={NEW_PATH}>{m.add}</ButtonLink></Actions>
      <TrustTable language={language} authorities={authorities} />
      <p class="soft">{m.trustLead}</p>
    </ManagePage>
  )
}

/** 「新增」. */
export function NewListedPage({ request, form, authorities }: { request: Managed; form: FormState; authorities: readonly string[] }) {
  const { language } = request
  const m = pageMessages(language)
  const common = { language, form }
  return (
    <ManagePage request={request} title={m.addTitle} crumbs={[{ label: m.title, href: CERTIFICATES_PATH }]} problems={form.problems}>
      <Form request={request} action={NEW_PATH}>
        <SelectField {...common} name="issuer" label={m.authority} choices={authorities.map((code) => ({ value: code, label: code }))} />
        <TextField {...common} name="serial" label={m.serial} hint={m.serialHint} width="medium" maxlength={200} />
        <Radios
          {...common} name="kind" label={m.stands} choices={[{ value: 'agency', label: m.kindAgency }, { value: 'refused', label: m.kindRefused }]}
        />
        <AgencyField {...common} request={request} name="agency" label={m.agency} to={NEW_PATH} within="all" optional />
        <DateField {...common} name="from" label={m.from} />
        <DateField {...common} name="to" label={m.to} hint={m.toHint} optional />
        <TextArea {...common} name="reason" label={m.reason} rows={2} maxlength={500} />
        <Actions><Button>{m.save}</Button><ButtonLink kind="secondary" href={CERTIFICATES_PATH}>{m.cancel}</ButtonLink></Actions>
      </Form>
    </ManagePage>
  )
}

/** Asks why it is taken off. */
export function EndListedPage({ request, form, one }: { request: Managed; form: FormState; one: ShownCertificate }) {
  const { language } = request
  const m = pageMessages(language)
  return (
    <ManagePage request={request} title={m.removeTitle} crumbs={[{ label: m.title, href: CERTIFICATES_PATH }]} problems={form.problems}>
      <p class="lead">{m.removeLead(one.serial)}</p>
      <Form request={request} action={`${CERTIFICATES_PATH}/${one.id}/end`}>
        <TextArea language={language} form={form} name="reason" label={m.reason} rows={2} maxlength={500} />
        <Actions><Button kind="danger">{m.removeSure}</Button><ButtonLink kind="secondary" href={CERTIFICATES_PATH}>{m.cancel}</ButtonLink></Actions>
      </Form>
    </ManagePage>
  )
}
