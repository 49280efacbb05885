import { DERIVED_GROUP_NAMES } from '../../core/access-messages.ts'
import { Badge } from '../../web/components/badge.tsx'
import { Button } from '../../web/components/button.tsx'
import { SelectField } from '../../web/components/fields.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Table } from '../../web/components/table.tsx'
import { EMPTY_FORM } from '../../web/form.ts'
import { expiringMessages } from './expiring-messages.ts'
import { EXPIRING_PATH, listPath } from './grant-parts.tsx'
import { messages } from './messages.ts'
import type { PageAgency } from '../../web/components/manage-page.tsx'
import type { Language } from '../../web/language.ts'
import type { ManageRequest } from './grant-parts.tsx'
import type { ApplicationAt } from './list-applications.ts'

function Marks({ application, language }: { application: ApplicationAt; language: Language }) {
  const m = messages(language).choose.marks
  const { grantable, handedOut, open, inService } = application
  return (
    <>
      {open ? null : <> <Badge>{m.closed}</Badge></>}
      {grantable ? null : <> <Badge>{m.notGrantable}</Badge></>}
      {grantable && !handedOut ? <> <Badge>{m.central}</Badge></> : null}
      {inService ? null : <> <Badge kind="warning">{m.outOfService}</Badge></>}
    </>
  )
}

/** 「應用系統授權設定」 before an application is chosen: all of them, with what there is of each at the agency. */
export function ChoosePage({ request, agency, applications }: {
  request: ManageRequest; agency: PageAgency; applications: readonly ApplicationAt[]
}) {
  const { language } = request
  const m = messages(language)
  return (
    <ManagePage request={request} title={m.title} agency={agency}>
      <p class="lead">{m.choose.lead}</p>
      <form class="choose" method="get" action="/manage/grants">
        <input type="hidden" name="agency" value={agency.code} />
        <SelectField
          language={language} form={EMPTY_FORM} name="application" label={m.choose.label}
          choices={applications.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
        />
        <Button>{m.choose.button}</Button>
      </form>
      <p><a href={EXPIRING_PATH}>{expiringMessages(language).title}</a></p>
      <Table
        language={language} caption={m.choose.caption} count={applications.length} rows={applications}
        columns={[
          {
            label: m.choose.label, heading: true,
            cell: (one) => (
              <>
                <a href={listPath(agency.code, one.code)}><span class="code">{one.code}</span> {one.name}</a>
                <Marks application={one} language={language} />
              </>
            ),
          },
          {
            label: m.choose.byBirth,
            cell: ({ birthrights }) => (birthrights.length === 0 ? <span class="soft">{m.choose.nobody}</span>
              : birthrights.map((one) => DERIVED_GROUP_NAMES[one][language]).join(language === 'en' ? ', ' : '、')),
          },
          { label: m.choose.grants, numeric: true, cell: ({ grants }) => grants.toLocaleString('en-US') },
          {
            label: m.choose.waiting,
            cell: ({ waiting }) => (waiting === 0 ? null : <Badge kind="warning">{m.choose.waitingCount(waiting)}</Badge>),
          },
        ]}
      />
    </ManagePage>
  )
}
