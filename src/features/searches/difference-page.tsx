import { addressOf } from '../../web/address.ts'
import { Button } from '../../web/components/button.tsx'
import { Exports } from '../../web/components/exports.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Tabs } from '../../web/components/panel.tsx'
import { PersonField } from '../../web/components/pickers.tsx'
import { FoundNothing } from '../../web/components/search-answer.tsx'
import { DayCell, Table } from '../../web/components/table.tsx'
import { managementMessages } from '../../web/management-messages.ts'
import { messages } from './messages.ts'
import { askedForm, DayField, PersonName, rightColumns } from './parts.tsx'
import type { Day } from '../../core/days.ts'
import type { PickedPerson } from '../../store/people.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormProblem } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Said } from './parts.tsx'
import type { ShownRight } from './shown-right.ts'
import type { WholePage } from './whole-list.ts'

export const DIFFERENCE_PATH: LocalPath = '/search/difference'

/** One person on two days, or two persons on one day. */
export type Compared = 'days' | 'persons'

/** A right that only one side has; `on`: the day on which it is so. */
export type OnlyRight = ShownRight & { on: Day; side: 'first' | 'second' }

type Props = {
  request: FrameRequest & { actor: Actor }
  compared: Compared
  person: PickedPerson | null
  other: PickedPerson | null
  typed: Said
  said: Said
  problems: readonly FormProblem[]
  found: WholePage<OnlyRight> | null
}

function Persons({ request, person, other, said, problems, typed }: Props) {
  const { language } = request
  const m = messages(language)
  const form = askedForm(typed, problems)
  const { person: first = '', other: second = '', ...rest } = said
  // The picker answers with `person`: it is told apart who was there before.
  return (
    <div class="columns">
      <PersonField
        request={request} form={form} person={person} label={m.person}
        to={addressOf(DIFFERENCE_PATH, { ...rest, other: second })}
      />
      {person === null ? null : (
        <PersonField
          request={request} form={form} person={other} name="other" label={m.otherPerson}
          to={addressOf(DIFFERENCE_PATH, { ...rest, first })}
        />
      )}
    </div>
  )
}

function AskForm(props: Props) {
  const { request, compared, person, typed, said, problems } = props
  const { language } = request
  const m = messages(language)
  const form = askedForm(typed, problems)
  const { person: _, ...rest } = said
  return (
    <form class="ask" method="get" action={DIFFERENCE_PATH} novalidate>
      <input type="hidden" name="compared" value={compared} />
      {compared === 'persons' ? <Persons {...props} /> : (
        <PersonField request={request} form={form} person={person} label={m.person} to={addressOf(DIFFERENCE_PATH, rest)} />
      )}
      <div class="asks">
        <DayField language={language} form={form} />
        {compared === 'days' ? <DayField language={language} form={form} name="asOf2" label={m.otherDay} /> : (
          <p class="choice">
            <input type="checkbox" id="same" name="same" value="category" checked={typed.same === 'category'} />
            <label for="same">{m.anyAgency}</label>
          </p>
        )}
      </div>
      <div class="actions"><Button>{m.ask}</Button></div>
    </form>
  )
}

const only = (compared: Compared, language: Language) => ({
  label: messages(language).only,
  cell: (right: OnlyRight) => (compared === 'days' ? <DayCell day={right.on} language={language} /> : <PersonName person={right.person} />),
})

function Found({ request, compared, said, page }: {
  request: FrameRequest; compared: Compared; said: Said; page: WholePage<OnlyRight>
}) {
  const { language } = request
  const m = messages(language)
  if (page.count === 0) return <FoundNothing title={m.noDifference}><p>{m.noRightsHelp}</p></FoundNothing>
  const at = (cursor: Record<string, string>) => addressOf(DIFFERENCE_PATH, { ...said, ...cursor })
  const [application, ...others] = rightColumns(language, { person: true })
  return (
    <>
      <Table
        language={language} caption={m.differences} count={page.count} rows={page.rows}
        columns={[application!, only(compared, language), ...others]}
      />
      <Exports language={language} list={addressOf(DIFFERENCE_PATH, said)} />
      <Paging
        language={language} shown={{ from: page.from, to: page.from + page.rows.length - 1 }}
        previous={page.previous === null ? null : at({ before: page.previous })}
        next={page.next === null ? null : at({ after: page.next })}
      />
    </>
  )
}

/** 「權限差異比較」. */
export function DifferencePage(props: Props) {
  const { request, compared, person, said, problems, found } = props
  const { language } = request
  const m = messages(language)
  const tab = (which: Compared) => ({
    label: m.compared[which], current: compared === which,
    href: addressOf(DIFFERENCE_PATH, {
      compared: which === 'days' ? '' : which, person: person === null ? '' : said.person,
    }),
  })
  return (
    <ManagePage request={request} title={managementMessages(language).menu.searchDifference} answer={found !== null} from={found?.from ?? 1} problems={problems}>
      <p class="lead">{m.lead.difference}</p>
      <Tabs label={m.comparedBy} tabs={[tab('days'), tab('persons')]} />
      <AskForm {...props} />
      {found === null ? null : <Found request={request} compared={compared} said={said} page={found} />}
    </ManagePage>
  )
}
