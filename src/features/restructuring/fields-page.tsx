import { Button } from '../../web/components/button.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import type { FormState } from '../../web/form.ts'
import { AgencyFieldset } from '../agencies/manage-forms.tsx'
import { messages } from './messages.ts'
import { crumbsOf, planPath } from './parts.tsx'
import type { CentralRequest, Names } from './parts.tsx'
import type { StoredPlan } from './plan-rows.ts'

/** What an agency will be from the plan's day on. */
export function FieldsPage({ request, form, plan, code, names }: {
  request: CentralRequest; form: FormState; plan: StoredPlan; code: string; names: Names
}) {
  const { language } = request
  const m = messages(language)
  const path = `${planPath(plan.id)}/agencies/${code}` as const
  return (
    <ManagePage request={request} title={m.editOf(code)} crumbs={crumbsOf(language, plan)} problems={form.problems}>
      <Form request={request} action={`${path}/fields`} hidden={{ version: String(plan.version) }}>
        <AgencyFieldset request={request} form={form} names={names} to={path} />
        <Actions><Button>{m.save}</Button><CancelLink language={language} href={planPath(plan.id)} /></Actions>
      </Form>
    </ManagePage>
  )
}
