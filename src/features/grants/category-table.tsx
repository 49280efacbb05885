import { DERIVED_GROUP_NAMES } from '../../core/access-messages.ts'
import { Table } from '../../web/components/table.tsx'
import { addressOf } from '../../web/address.ts'
import { messages } from './messages.ts'
import type { Category } from '../../core/catalogue.ts'
import type { PageAgency } from '../../web/components/manage-page.tsx'
import type { ManageRequest } from './grant-parts.tsx'
import type { ListedApplication } from './load-granting.ts'

/** The application's 權限類別 with the catalogue's own default rows: who has each by standing, and who may hand it out. */
export function CategoryTable({ request, agency, application }: {
  request: ManageRequest; agency: PageAgency; application: ListedApplication
}) {
  const { language } = request
  const m = messages(language).list
  const byBirth = ({ derivedGroup }: Category) => {
    if (derivedGroup === null) return <span class="soft">{m.byBirthNone}</span>
    const name = DERIVED_GROUP_NAMES[derivedGroup][language]
    const href = addressOf('/manage/grants/members', {
      agency: agency.code, application: application.code, standing: derivedGroup,
    })
    return <a href={href} title={m.membersOf(name)}>{name}</a>
  }
  return (
    <Table
      language={language} caption={m.categories} rows={application.categories}
      columns={[
        {
          label: m.category, heading: true,
          cell: ({ code, name, nameEn }) => <>{language === 'en' ? nameEn : name} <span class="code soft">{code}</span></>,
        },
        { label: m.byBirth, cell: byBirth },
        { label: m.handOut, cell: ({ handOut }) => (application.grantable ? m.handOuts[handOut] : m.notGrantable) },
      ]}
    />
  )
}
