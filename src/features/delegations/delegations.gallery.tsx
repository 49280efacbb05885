import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { EditDelegationPage, EndDelegationPage, NewDelegationPage } from './act-pages.tsx'
import { DelegationsPage } from './delegations-page.tsx'
import { refusalProblem } from './refusal-messages.ts'
import type { PickedPerson } from '../../store/people.ts'
import type { FormState } from '../../web/form.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Done, ManageRequest } from './delegations-page.tsx'
import type { DelegationCondition, DelegationFilter, ListedDelegation } from './list-delegations.ts'

const agency = { code: '397210000A', name: '高雄市政府人事處' }
const filter: DelegationFilter = { agency: agency.code, shown: 'current', sort: 'updated', descending: true }

const one = (at: number, condition: DelegationCondition, more: Partial<ListedDelegation> = {}): ListedDelegation => ({
  id: `00000000-0000-4000-8000-00000000000${at}`, version: 1, personKey: String(at), name: ['蔡佳蓉', '吳文傑', '李怡君', '孫淑芬'][at % 4]!,
  post: { agencyName: '高雄市政府民政局', unit: '自治行政科', title: '科員' }, scope: null, from: '2026-08-01', to: '2027-07-31',
  reason: '人事處業務支援', givenBy: '王建宏', condition, updated: new Date('2026-08-01T02:11:00Z'), ...more,
})
const many = [
  one(0, 'active'), one(1, 'notBegun', { from: '2027-01-01', scope: { code: '397040000E', name: '高雄市政府教育局' } }),
  one(2, 'giverGone', { to: null, reason: '長期協助辦理考績及獎懲案件之彙整，並於人事人員公差期間代理其職務' }), one(3, 'postGone', { givenBy: null }),
]

const picked = (posts: number): PickedPerson => ({
  id: '1', key: '00000000-0000-4000-8000-000000000001', name: '吳文傑', nationalIdMasked: 'E12****789', accountName: 'wu.employee',
  accountState: 'active',
  posts: Array.from({ length: posts }, (_, at) => ({
    id: String(at), agency: '397010000A', agencyName: '高雄市政府秘書處', agencyNameEn: null,
    kind: at === 0 ? 'appointment' as const : 'concurrent' as const, unit: at === 0 ? '文書科' : '', title: at === 0 ? '科員' : '調查員',
    from: '2020-01-01', to: null,
  })),
})

const by = (request: FrameRequest, path = '/manage/delegations'): ManageRequest => as(request, sampleActors.supervisor, path)
const list = (delegations: ListedDelegation[], more: { done?: Done; asOf?: string; mayChange?: boolean } = {}): Show => (request) => (
  <DelegationsPage
    request={by(request)} agency={agency} filter={filter} asOf={more.asOf ?? null} done={more.done ?? null} form={EMPTY_FORM}
    mayChange={more.mayChange ?? true} page={{ delegations, total: delegations.length, before: 0, previous: null, next: null }}
  />
)
const adding = (person: PickedPerson | null, form: FormState = EMPTY_FORM): Show => (request) =>
  <NewDelegationPage request={by(request)} agency={agency} form={form} person={person} scope={null} />
const ending = (last: boolean, condition: DelegationCondition, form: FormState = EMPTY_FORM): Show => (request) => (
  <EndDelegationPage
    request={by(request)} agency={agency} form={form} delegation={one(0, condition)} opens={593} last={last} successor={null}
  />
)

export const pages = [
  gallery({
    name: 'delegations',
    states: {
      list: list(many),
      given: list(many.slice(0, 1), { done: 'given' }),
      empty: list([]),
      past: list(many.slice(0, 2), { asOf: '2026-09-01' }),
      'seen-by-a-delegate': list(many.slice(0, 2), { mayChange: false }),
      new: adding(null),
      'new-person': adding(picked(1)),
      'new-posts': adding(picked(2), filledForm({ to: '116/07/31' })),
      'new-refused': (request) => adding(picked(1), {
        ...filledForm({ to: '115/11/30', reason: '業務支援' }), problems: [refusalProblem('overlaps', request.language)],
      })(request),
      edit: (request) => (
        <EditDelegationPage
          request={by(request)} agency={agency} delegation={one(0, 'active')} begun
          form={filledForm({ to: '116/07/31', reason: '人事處業務支援' })}
        />
      ),
      end: ending(false, 'active'),
      'end-nothing': ending(false, 'giverGone'),
      'end-last': (request) => ending(true, 'active', { typed: {}, problems: [refusalProblem('lastManager', request.language)] })(request),
    },
  }),
]
