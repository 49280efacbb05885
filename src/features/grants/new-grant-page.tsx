import { DERIVED_GROUP_NAMES } from '../../core/access-messages.ts'
import { Button } from '../../web/components/button.tsx'
import { Radios } from '../../web/components/choices.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { SelectField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { PeriodFields } from '../../web/components/period-fields.tsx'
import { PersonFacts } from '../../web/components/pickers.tsx'
import { showDayShort } from '../../web/days.ts'
import { actMessages } from './act-messages.ts'
import { crumbsTo, listPath, postText } from './grant-parts.tsx'
import { messages } from './messages.ts'
import { OtherReceiver } from './receiver-page.tsx'
import type { Standing } from '../../core/standing.ts'
import type { PickedPerson, PickedPost } from '../../store/people.ts'
import type { PageAgency } from '../../web/components/manage-page.tsx'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { ManageRequest } from './grant-parts.tsx'
import type { NamedGroup } from './list-members.ts'
import type { ListedApplication } from './load-granting.ts'

/** To whom: somebody who was picked, a named group, or all who have a standing at the agency (so many now). */
export type ChosenReceiver =
  | { to: 'person'; person: PickedPerson }
  | { to: 'group'; group: NamedGroup }
  | { to: 'standing'; standing: Standing; count: number }

type Props = {
  request: ManageRequest
  agency: PageAgency
  application: ListedApplication
  receiver: ChosenReceiver
  form: FormState
}

/** A post as a choice. */
export const postChoice = ({ id, agency, agencyName, unit, title, to }: PickedPost, language: Language) => ({
  value: id, label: postText({ agency, agencyName, unit, title, held: true }, null),
  ...(to === null ? {} : { hint: actMessages(language).postUntil(showDayShort(to, language)) }),
})

function Whom({ request, receiver }: Pick<Props, 'request' | 'receiver'>) {
  const { language } = request
  const m = actMessages(language)
  if (receiver.to === 'person') return <PersonFacts language={language} person={receiver.person} />
  if (receiver.to === 'group') {
    return <p><b>{receiver.group.name}</b> <span class="code soft">{receiver.group.code}</span></p>
  }
  return <p><b>{m.derivedCount(DERIVED_GROUP_NAMES[receiver.standing][language], receiver.count)}</b></p>
}

const hiddenOf = (receiver: ChosenReceiver): Record<string, string> => {
  if (receiver.to === 'person') return { person: receiver.person.key }
  return receiver.to === 'group' ? { group: receiver.group.code } : { standing: receiver.standing }
}

/** 「新增」, the second step: which category, from when to when, on which post. */
export function NewGrantPage({ request, agency, application, receiver, form }: Props) {
  const { language } = request
  const m = actMessages(language)
  const common = { language, form }
  const back = listPath(agency.code, application.code)
  const posts = receiver.to === 'person' ? receiver.person.posts : []
  const [only] = application.categories
  const hidden = {
    agency: agency.code, application: application.code, ...hiddenOf(receiver),
    // One category, one post: nothing to choose.
    ...(application.categories.length === 1 ? { category: only!.code } : {}),
    ...(posts.length === 1 ? { post: posts[0]!.id } : {}),
  }
  const name = (category: { name: string; nameEn: string }) => (language === 'en' ? category.nameEn : category.name)
  return (
    <ManagePage
      request={request} title={m.add} agency={agency} back={back} problems={form.problems}
      crumbs={crumbsTo(agency.code, application.code, language)}
    >
      <p class="lead"><span class="code">{application.code}</span> {application.name}</p>
      {application.inService ? null : <Notice kind="warning" title={messages(language).outOfService} />}
      {application.secondManager ? <Notice title={messages(language).secondManager} /> : null}
      <Form request={request} action="/manage/grants/new" hidden={hidden}>
        <div class="field">
          <p class="label" id="receiver">
            {m.to} <OtherReceiver request={request} agency={agency.code} application={application.code} />
          </p>
          <Whom request={request} receiver={receiver} />
        </div>
        {application.categories.length === 1
          ? <div class="field"><p class="label">{m.category}</p><p>{name(only!)}</p></div>
          : (
            <SelectField
              {...common} name="category" label={m.category}
              choices={application.categories.map((one) => ({ value: one.code, label: name(one) }))}
            />
          )}
        {posts.length < 2 ? null : (
          <Radios
            {...common} name="post" label={m.post} hint={m.postHint}
            choices={posts.map((post) => postChoice(post, language))}
          />
        )}
        <PeriodFields language={language} form={form} />
        <Actions>
          <Button>{m.save}</Button>
          <CancelLink language={language} href={back} />
        </Actions>
      </Form>
    </ManagePage>
  )
}
