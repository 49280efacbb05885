import { ENDS_SOON_DAYS } from '../../core/granting.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { PeriodFields } from '../../web/components/period-fields.tsx'
import { Table } from '../../web/components/table.tsx'
import { showDayShort } from '../../web/days.ts'
import { MOST_EXPIRING } from './expiring-grants.ts'
import { expiringMessages } from './expiring-messages.ts'
import { EXPIRING_PATH, grantRef, postText, receiverName } from './grant-parts.tsx'
import { messages } from './messages.ts'
import type { Column } from '../../web/components/table.tsx'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { ExpiringGrant } from './expiring-grants.ts'
import type { ManageRequest } from './grant-parts.tsx'

/** What the last press did, by how many. */
export type ExpiringDone = { renewed: number; proposed: number; let: number }

function Whom({ grant, checked, language }: { grant: ExpiringGrant; checked: boolean; language: Language }) {
  const m = expiringMessages(language)
  const { receiver, application } = grant
  const name = receiverName(receiver, language)
  return (
    <>
      <label class="pick">
        <input type="checkbox" name="grant" value={grantRef(grant)} checked={checked} aria-label={m.select(name, application)} />
        <span>{name}</span>
      </label>
      <span class="below">{receiver.to === 'person' ? postText(receiver.post, grant.agency) : messages(language).list.group}</span>
    </>
  )
}

function columnsOf(language: Language, chosen: ReadonlySet<string>): Column<ExpiringGrant>[] {
  const m = expiringMessages(language)
  return [
    {
      label: m.receiver, heading: true,
      cell: (grant) => <Whom grant={grant} checked={chosen.has(grantRef(grant))} language={language} />,
    },
    {
      label: m.application,
      cell: ({ application, applicationName, categoryName: { name, nameEn } }) => (
        <><span class="code">{application}</span> {applicationName}<span class="below">{language === 'en' ? nameEn : name}</span></>
      ),
    },
    { label: m.agency, cell: ({ agency, agencyName }) => <>{agencyName}<span class="below code">{agency}</span></> },
    {
      label: m.period,
      cell: ({ from, to }) => (
        <>
          <span class="whole">{showDayShort(from, language)}</span> – <b class="whole">{showDayShort(to, language)}</b>
        </>
      ),
    },
    { label: m.reason, cell: ({ reason }) => <span class="reason">{reason ?? '—'}</span> },
  ]
}

function Renewing({ language, form }: { language: Language; form: FormState }) {
  const m = expiringMessages(language)
  return (
    <section>
      <h2>{m.renewTitle}</h2>
      <PeriodFields language={language} form={form} begun reasonHint={m.reasonHint} />
      <Actions>
        <Button name="press" value="renew">{m.renew}</Button>
        <Button name="press" value="let" kind="secondary">{m.let}</Button>
      </Actions>
    </section>
  )
}

/** 「即將到期的授權」: what the manager gave and what ends soon, to be renewed or let end many at a press. */
export function ExpiringPage({ request, grants, form, done }: {
  request: ManageRequest; grants: readonly ExpiringGrant[]; form: FormState; done: ExpiringDone | null
}) {
  const { language } = request
  const m = expiringMessages(language)
  return (
    <ManagePage
      request={request} title={m.title} problems={form.problems} crumbs={[{ label: messages(language).title, href: '/manage/grants' }]}
    >
      {done === null || done.renewed === 0 ? null : <Notice kind="done" title={m.done.renewed(done.renewed)} />}
      {done === null || done.proposed === 0 ? null : <Notice kind="done" title={m.done.proposed(done.proposed)} />}
      {done === null || done.let === 0 ? null : <Notice kind="done" title={m.done.let(done.let)} />}
      {grants.length === 0 ? (
        <Empty title={m.none}>
          <p>{m.noneWhy}</p>
          <p class="actions"><ButtonLink kind="secondary" href="/manage/grants">{m.back}</ButtonLink></p>
        </Empty>
      ) : (
        <>
          <p class="lead">{m.lead(ENDS_SOON_DAYS)}</p>
          <Form request={request} action={EXPIRING_PATH} label={m.title}>
            <div class="wide-list">
              <Table
                language={language} caption={m.caption} rows={grants} columns={columnsOf(language, new Set(form.typed['grant']))}
                {...(grants.length < MOST_EXPIRING ? { count: grants.length } : {})}
              />
            </div>
            {grants.length < MOST_EXPIRING ? null : <p class="soft">{m.more(grants.length)}</p>}
            <Renewing language={language} form={form} />
          </Form>
        </>
      )}
    </ManagePage>
  )
}
