import type { Child } from 'hono/jsx'
import { Page } from '../layout.tsx'
import type { LocalPath } from '../reply.ts'
import type { FrameRequest } from '../route.ts'
import type { FormProblem } from '../form.ts'
import type { Crumb } from './breadcrumbs.tsx'
import { Button } from './button.tsx'
import { CancelLink } from './dialog.tsx'
import { Actions, Form } from './form.tsx'
import { componentMessages } from './messages.ts'
import { Notice } from './notice.tsx'
import type { MenuGroup } from './side-menu.tsx'

/** Asks once before what cannot be undone, and says in numbers what will come of it. */
export function ConfirmPage(props: {
  request: FrameRequest
  title: string
  breadcrumbs?: readonly Crumb[]
  menu?: readonly MenuGroup[]
  /** What will happen, with numbers. */
  consequence: Child
  action: LocalPath
  hidden?: Readonly<Record<string, string>>
  confirm: string
  cancel: LocalPath
  problems?: readonly FormProblem[]
  children?: Child
}) {
  const { request, title, breadcrumbs = [], menu, consequence, action, hidden = {}, confirm, cancel, problems = [], children } = props
  return (
    <Page request={request} title={title} breadcrumbs={breadcrumbs} problems={problems} {...(menu === undefined ? {} : { menu })}>
      <Notice kind="warning" title={componentMessages(request.language).before}>{consequence}</Notice>
      <Form request={request} action={action} hidden={hidden}>
        {children}
        <Actions>
          <Button kind="danger">{confirm}</Button>
          <CancelLink language={request.language} href={cancel} />
        </Actions>
      </Form>
    </Page>
  )
}
