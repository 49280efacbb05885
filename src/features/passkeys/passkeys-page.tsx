import { dayInTaipei } from '../../core/days.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { ConfirmPage } from '../../web/components/confirm-page.tsx'
import { TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Moment } from '../../web/components/moment.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { PasskeyForm } from '../../web/components/passkey-form.tsx'
import { Table } from '../../web/components/table.tsx'
import { showDayShort } from '../../web/days.ts'
import { ownCrumbs, OwnPage, ownMenu } from '../me/own-page.tsx'
import { MOST_PASSKEYS } from './list-passkeys.ts'
import { messages } from './messages.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Passkey } from './list-passkeys.ts'

export const PASSKEYS_PATH = '/me/passkeys'
export const DONE = ['added', 'renamed', 'removed'] as const
export type Done = (typeof DONE)[number]

function Acts({ passkey: { id, name }, request }: { passkey: Passkey; request: FrameRequest }) {
  const m = messages(request.language)
  return (
    <>
      <ButtonLink kind="quiet" href={`${PASSKEYS_PATH}/${id}/name`} label={m.renameOf(name)}>{m.rename}</ButtonLink>
      <ButtonLink kind="quiet" href={`${PASSKEYS_PATH}/${id}/remove`} label={m.removeOf(name)}>{m.remove}</ButtonLink>
    </>
  )
}

function Passkeys({ request, passkeys }: { request: FrameRequest; passkeys: readonly Passkey[] }) {
  const { language } = request
  const m = messages(language)
  if (passkeys.length === 0) return <Empty title={m.none}><p>{m.noneSays}</p></Empty>
  return (
    <Table
      language={language} caption={m.list} rows={passkeys} count={passkeys.length}
      columns={[
        { label: m.name, heading: true, cell: ({ name }) => name },
        { label: m.created, cell: ({ createdAt }) => <time datetime={createdAt.toISOString()}>{showDayShort(dayInTaipei(createdAt), language)}</time> },
        {
          label: m.lastUsed,
          cell: ({ lastUsedAt: at }) => (at === null ? m.neverUsed : <Moment at={at} language={language} />),
        },
        { label: m.kind, cell: ({ synced }) => m.kinds[synced ? 'synced' : 'device'] },
        { label: componentMessages(language).acts, actions: true, cell: (passkey) => <Acts passkey={passkey} request={request} /> },
      ]}
    />
  )
}

/** 「通行密鑰」: one's own, and the way to another. */
export function PasskeysPage({ request, passkeys, done }: { request: FrameRequest; passkeys: readonly Passkey[]; done: Done | null }) {
  const m = messages(request.language)
  return (
    <OwnPage request={request} title={m.title}>
      {done === null ? null : <Notice kind="done" title={m.done[done]}>{done === 'removed' ? <p>{m.removedSays}</p> : null}</Notice>}
      <p class="lead">{m.lead}</p>
      <Passkeys request={request} passkeys={passkeys} />
      {passkeys.length === 1 ? <p class="soft">{m.second}</p> : null}
      {passkeys.length < MOST_PASSKEYS ? <p><ButtonLink href={`${PASSKEYS_PATH}/new`}>{m.add}</ButtonLink></p> : <p>{m.full(MOST_PASSKEYS)}</p>}
    </OwnPage>
  )
}

const crumbsOf = (request: FrameRequest) => [{ label: messages(request.language).title, href: PASSKEYS_PATH } as const]

/** 「新增通行密鑰」. */
export function AddPasskeyPage({ request, form }: { request: FrameRequest; form: FormState }) {
  const { language } = request
  const m = messages(language)
  return (
    <OwnPage request={request} title={m.addTitle} crumbs={crumbsOf(request)} problems={form.problems}>
      <PasskeyForm
        request={request} does="create" from={`${PASSKEYS_PATH}/new`} action={`${PASSKEYS_PATH}/new`} challenge={`${PASSKEYS_PATH}/challenge`}
        instead={<Notice kind="warning" title={m.cannot}><p>{m.cannotSays}</p></Notice>}
      >
        <p class="lead">{m.addLead}</p>
        <p>{m.addTold}</p>
        <TextField language={language} form={form} name="name" label={m.name} hint={m.nameHint} maxlength={60} width="medium" />
        <Actions><Button>{m.addDo}</Button></Actions>
      </PasskeyForm>
    </OwnPage>
  )
}

/** Another name for one of one's own. */
export function RenamePasskeyPage({ request, id, form }: { request: FrameRequest; id: string; form: FormState }) {
  const { language } = request
  const m = messages(language)
  return (
    <OwnPage request={request} title={m.renameTitle} crumbs={crumbsOf(request)} problems={form.problems}>
      <Form request={request} action={`${PASSKEYS_PATH}/${id}/name`}>
        <TextField language={language} form={form} name="name" label={m.name} hint={m.nameHint} maxlength={60} width="medium" />
        <Actions><Button>{m.save}</Button></Actions>
      </Form>
    </OwnPage>
  )
}

/** Asks once before a passkey signs in no more. `others`: how many there are beside it. */
export function RemovePasskeyPage({ request, passkey: { id, name }, others, problems = [] }: {
  request: FrameRequest; passkey: Passkey; others: number; problems?: readonly FormProblem[]
}) {
  const m = messages(request.language)
  return (
    <ConfirmPage
      request={request} title={m.removeTitle} breadcrumbs={ownCrumbs(request, crumbsOf(request))} menu={ownMenu(request)}
      action={`${PASSKEYS_PATH}/${id}/remove`} confirm={m.removeDo} cancel={PASSKEYS_PATH} problems={problems}
      consequence={<><p>{m.removeWhat(name)} {others === 0 ? m.removeLast : m.removeLeft(others)}</p><p>{m.removeTold}</p></>}
    />
  )
}
