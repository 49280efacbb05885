// The pages of the acts on one grant: edit, end, confirm, and agree or not. Each shows the grant as it is now.
import { lastDayToDecide } from '../../core/granting.ts'
import { Button } from '../../web/components/button.tsx'
import { Radios } from '../../web/components/choices.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { TextArea } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { DescriptionList } from '../../web/components/panel.tsx'
import { PeriodFields } from '../../web/components/period-fields.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { showDay, showPeriod } from '../../web/days.ts'
import { actMessages } from './act-messages.ts'
import {
  actPath, categoryName, Condition, crumbsTo, listPath, postText, Receiver, receiverName,
} from './grant-parts.tsx'
import { messages } from './messages.ts'
import { postChoice } from './new-grant-page.tsx'
import { refusalText } from './refusal-messages.ts'
import type { Child } from 'hono/jsx'
import type { GrantRefusal } from '../../core/granting.ts'
import type { PickedPost } from '../../store/people.ts'
import type { PageAgency } from '../../web/components/manage-page.tsx'
import type { FormState } from '../../web/form.ts'
import type { ManageRequest } from './grant-parts.tsx'
import type { ListedGrant } from './list-grants.ts'
import type { Loss } from './list-members.ts'
import type { ListedApplication } from './load-granting.ts'

/** What every one of these pages is made from. */
export type ActPage = {
  request: ManageRequest
  agency: PageAgency
  application: ListedApplication
  grant: ListedGrant
  form: FormState
}

function GrantFacts({ request, application, grant }: ActPage) {
  const { language } = request
  const m = actMessages(language).facts
  const { receiver, givenBy, confirmedBy, reason } = grant
  return (
    <DescriptionList
      items={[
        { term: m.application, value: <><span class="code">{application.code}</span> {application.name}</> },
        { term: m.category, value: categoryName(application.categories, grant.category, language) },
        { term: m.receiver, value: receiver.to === 'person' ? receiver.name : <Receiver grant={grant} language={language} /> },
        ...(receiver.to === 'person' ? [{ term: m.post, value: postText(receiver.post, null) }] : []),
        { term: m.period, value: showPeriod(grant, language) },
        { term: m.giver, value: givenBy ?? '—' },
        ...(confirmedBy === null ? [] : [{ term: m.second, value: confirmedBy }]),
        { term: m.reason, value: reason ?? '—' },
        { term: m.state, value: <Condition grant={grant} language={language} /> },
      ]}
    />
  )
}

function Frame(props: ActPage & { title: string; children: Child }) {
  const { request, agency, application, form, title, children } = props
  return (
    <ManagePage
      request={request} title={title} agency={agency} back={listPath(agency.code, application.code)} problems={form.problems}
      crumbs={crumbsTo(agency.code, application.code, request.language)}
    >
      {children}
    </ManagePage>
  )
}

const versionOf = ({ version }: ListedGrant) => ({ version: String(version) })

/** 「編輯」: the period and the reason. */
export function EditGrantPage(props: ActPage) {
  const { request, agency, application, grant, form } = props
  const { language, today } = request
  const m = actMessages(language)
  const begun = grant.from <= today
  return (
    <Frame {...props} title={m.edit}>
      <GrantFacts {...props} />
      {application.secondManager ? <Notice title={m.secondManager} /> : null}
      <Form request={request} action={actPath(grant.id, 'edit')} hidden={versionOf(grant)}>
        {begun ? <p class="hint">{m.begun}</p> : null}
        <PeriodFields language={language} form={form} begun={begun} />
        <Actions>
          <Button>{m.save}</Button>
          <CancelLink language={language} href={listPath(agency.code, application.code)} />
        </Actions>
      </Form>
    </Frame>
  )
}

function Consequence({ request, application, grant, loss }: ActPage & { loss: Loss }) {
  const { language } = request
  const m = actMessages(language)
  const category = categoryName(application.categories, grant.category, language)
  const called = `${application.code} ${application.name}`
  if (grant.condition === 'proposed') return <p>{m.takeBack}</p>
  if (loss.have === 0) return <p>{m.losesNone}</p>
  const { receiver } = grant
  if (receiver.to !== 'person') return <p>{m.losesMany(loss.lose, loss.have, called, category)}</p>
  const says = loss.lose === 0 ? m.keeps : m.loses
  return <p>{says(receiverName(receiver, language), called, category)}</p>
}

/** 「結束」: asks once, and says who loses what. */
export function EndGrantPage(props: ActPage & { loss: Loss }) {
  const { request, agency, application, grant, form } = props
  const { language } = request
  const m = actMessages(language)
  return (
    <Frame {...props} title={m.end}>
      <Notice kind="warning" title={componentMessages(language).before}>
        <Consequence {...props} />
        <p>{m.endNow}</p>
      </Notice>
      <GrantFacts {...props} />
      <Form request={request} action={actPath(grant.id, 'end')} hidden={versionOf(grant)}>
        <TextArea language={language} form={form} name="why" label={m.why} rows={2} maxlength={500} optional />
        <Actions>
          <Button kind="danger">{messages(language).list.end}</Button>
          <CancelLink language={language} href={listPath(agency.code, application.code)} />
        </Actions>
      </Form>
    </Frame>
  )
}

/** 「確認」: a suspended grant comes to rest on a post held now. */
export function ConfirmGrantPage(props: ActPage & { posts: readonly PickedPost[] }) {
  const { request, agency, application, grant, form, posts } = props
  const { language } = request
  const m = actMessages(language)
  const [only] = posts
  const ofPerson = grant.receiver.to === 'person'
  const until = showDay(lastDayToDecide(grant.since), language)
  const back = listPath(agency.code, application.code)
  return (
    <Frame {...props} title={m.confirm}>
      <p class="lead">{m.confirmLead}</p>
      <p>{m.confirmUntil(until)}</p>
      <GrantFacts {...props} />
      {ofPerson && only === undefined ? <Notice kind="warning" title={m.confirmNone} /> : (
        <Form
          request={request} action={actPath(grant.id, 'confirm')}
          hidden={{ ...versionOf(grant), ...(posts.length === 1 ? { post: only!.id } : {}) }}
        >
          {posts.length < 2 ? null : (
            <Radios
              language={language} form={form} name="post" label={m.post} hint={m.postHint}
              choices={posts.map((post) => postChoice(post, language))}
            />
          )}
          {posts.length !== 1 ? null : (
            <div class="field"><p class="label">{m.post}</p><p>{postText({ ...only!, held: true }, null)}</p></div>
          )}
          <Actions>
            <Button>{messages(language).list.confirm}</Button>
            <CancelLink language={language} href={back} />
          </Actions>
        </Form>
      )}
    </Frame>
  )
}

/** 「同意」「不同意」: the second manager of a proposal. `barred`: why this actor is none. */
export function DecideGrantPage(props: ActPage & { barred: GrantRefusal | null }) {
  const { request, agency, application, grant, form, barred } = props
  const { language } = request
  const m = actMessages(language)
  const back = listPath(agency.code, application.code)
  return (
    <Frame {...props} title={m.decide}>
      <p class="lead">{m.decideLead(grant.givenBy ?? '—')}</p>
      <p>{m.decideUntil(showDay(lastDayToDecide(grant.since), language))}</p>
      <GrantFacts {...props} />
      {barred !== null ? (
        <>
          <Notice title={m.notYours}><p>{refusalText(barred, language)}</p></Notice>
          <p class="actions"><CancelLink language={language} href={back} /></p>
        </>
      ) : (
        <Form request={request} action={actPath(grant.id, 'decide')} hidden={versionOf(grant)}>
          <TextArea language={language} form={form} name="why" label={m.declineWhy} rows={2} maxlength={500} optional />
          <Actions>
            <Button name="answer" value="agree">{m.agree}</Button>
            <Button name="answer" value="decline" kind="secondary">{m.decline}</Button>
            <CancelLink language={language} href={back} />
          </Actions>
        </Form>
      )}
    </Frame>
  )
}
