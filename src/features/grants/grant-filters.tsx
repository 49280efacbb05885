import { Button } from '../../web/components/button.tsx'
import { DateField, SelectField, TextField } from '../../web/components/fields.tsx'
import { Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Disclosure } from '../../web/components/panel.tsx'
import { showDayShort } from '../../web/days.ts'
import { filledForm } from '../../web/form.ts'
import { listAddress } from './list-address.ts'
import { SHOWN } from './list-grants.ts'
import { messages } from './messages.ts'
import type { FormState } from '../../web/form.ts'
import type { ListAddress } from './list-address.ts'
import type { ManageRequest } from './grant-parts.tsx'
import type { ListedApplication } from './load-granting.ts'

/**
 * Category, state, day and name. It is sent, not asked for by address: a name must not stand in one, so that it is kept
 * with the session and the address holds its number.
 */
export function GrantFilters({ request, application, address, form }: {
  request: ManageRequest; application: ListedApplication; address: ListAddress; form: FormState
}) {
  const { language } = request
  const m = messages(language).list
  const c = componentMessages(language)
  const { filter, asOf } = address
  const shown = form.problems.length > 0 ? form : filledForm({
    text: filter.text, category: filter.category ?? '', state: filter.shown,
    asOf: asOf === null ? '' : showDayShort(asOf, language),
  })
  const common = { language, form: shown }
  const narrowed = filter.text !== '' || filter.category !== null || filter.shown !== 'current' || asOf !== null
  const plain = listAddress({
    query: '', asOf: null, filter: { ...filter, text: '', category: null, shown: 'current' },
  })
  return (
    <Disclosure summary={c.filter} open={narrowed || form.problems.length > 0}>
      <Form
        request={request} action="/manage/grants" label={c.filter}
        hidden={{
          agency: filter.agency, application: filter.application, sort: filter.sort, dir: filter.descending ? 'desc' : 'asc',
        }}
      >
        <div class="columns filters">
          <TextField {...common} name="text" label={m.text} hint={m.textHint} maxlength={100} optional />
          <SelectField
            {...common} name="category" label={m.category} none={m.allCategories}
            choices={application.categories.map(({ code, name, nameEn }) =>
              ({ value: code, label: language === 'en' ? nameEn : name }))}
          />
          <SelectField
            {...common} name="state" label={m.shown} none={null}
            choices={SHOWN.map((one) => ({ value: one, label: m.shownOnes[one] }))}
          />
          <DateField {...common} name="asOf" label={m.day} optional />
        </div>
        <p class="actions">
          <Button kind="secondary">{c.filter}</Button>
          {narrowed ? <a href={plain}>{c.clearFilter}</a> : null}
        </p>
      </Form>
    </Disclosure>
  )
}
