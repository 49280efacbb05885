import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import type { AgencyFields } from '../../core/agency-change.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { FrameRequest } from '../../web/route.ts'
import { agencyForm } from '../agencies/manage-forms.tsx'
import { AffectedPage, EffectPage, StepPage } from './effect-pages.tsx'
import { FieldsPage } from './fields-page.tsx'
import { DecisionsPage, PersonsPage, PostsPage } from './mapping-pages.tsx'
import type { MappingOf } from './mapping-pages.tsx'
import { messages } from './messages.ts'
import type { DrawnPlan } from './plan-effect.ts'
import { ChangingPage, EndingPage, HeadPage } from './plan-forms.tsx'
import { PlanPage, PlansPage } from './plan-pages.tsx'
import type { StoredPlan } from './plan-rows.ts'

type Draw = Parameters<Show>[0]
const at = (request: Draw): FrameRequest & { actor: PersonActor } => as(request, sampleActors.central, '/manage/restructurings')

const named = (code: string, name: string) => [code, { code, name, nameEn: null }] as const
const names = new Map([
  named('397010000A', '高雄市政府秘書處'), named('397110000G', '高雄市政府工務局'), named('397040000E', '高雄市政府教育局'),
  named('397041000E', '高雄市政府教育及青年發展局'), named('397042000E', '高雄市政府體育局'), named('397000000A', '高雄市政府'),
  named('397210000A', '高雄市政府人事處'),
])
const fields: AgencyFields = {
  name: '高雄市政府教育及青年發展局', nameEn: null, superior: '397000000A', level: 3, zip: '83001', address: '高雄市鳳山區光復路二段132號3樓',
  phone: '07-7995678', fax: '', oid: null, successor: null,
}
const plan: StoredPlan = {
  id: '00000000-0000-4000-8000-000000000001', number: '7', title: '高雄市政府一級機關調整', reason: '組織自治條例修正', day: '2027-01-01', state: 'draft',
  version: 4, source: null, draftedBy: '8', draftedAt: new Date('2026-11-20T02:00:00Z'), sentBy: null, sentAt: null, decidedBy: null, decidedAt: null,
  note: null, eventId: null, feedId: null,
  agencies: [
    { role: 'ends', code: '397010000A', successors: ['397110000G'] },
    { role: 'ends', code: '397040000E', successors: ['397041000E', '397042000E'] },
    { role: 'begins', code: '397041000E', fields }, { role: 'begins', code: '397042000E', fields: { ...fields, name: '高雄市政府體育局' } },
    { role: 'changes', code: '397210000A', fields: { name: '高雄市政府人事處' } },
  ],
}
const sent: StoredPlan = { ...plan, state: 'sent', sentBy: '8', sentAt: new Date('2026-11-21T02:00:00Z') }
const drawn: DrawnPlan = {
  counted: new Date('2026-11-23T01:00:00Z'), problems: [],
  effect: {
    people: 1_284,
    agencies: [
      { agency: '397010000A', postsMove: 84, postsEnd: 0, decisionsMove: 17, decisionsEnd: 0, decisionsCovered: 2 },
      { agency: '397040000E', postsMove: 1_198, postsEnd: 2, decisionsMove: 203, decisionsEnd: 1, decisionsCovered: 0 },
    ],
    counts: [
      { day: '2027-01-01', application: 'A5', side: 'lost', active: true, people: 61, whole: 1, rights: 61 },
      { day: '2027-01-01', application: 'A5', side: 'gained', active: true, people: 60, whole: 0, rights: 60 },
    ],
    managers: { gaining: { agencies: ['397110000G'], people: 2 }, losing: { agencies: ['397210000A'], people: 3 } },
    officers: [{ agency: '397041000E', hr: 6, hrSupervisor: 1 }, { agency: '397042000E', hr: 0, hrSupervisor: 0 }],
  },
}
const problems: DrawnPlan['problems'] = [
  { problem: 'withoutRest', agency: '397040000E', detail: '' }, { problem: 'undecided', agency: '397040000E', detail: '12' },
]
const people = { drafted: '陳淑惠', sent: '陳淑惠', decided: '何志成' }
const of: MappingOf = { plan, agency: '397040000E', successors: ['397041000E', '397042000E'], names }
const page = {
  total: 2, next: '6',
  plans: [
    { id: plan.id, number: '7', title: plan.title, day: plan.day, state: 'draft' as const, source: null, kinds: { merged: 1, split: 1, added: 2 }, draftedBy: '陳淑惠', draftedAt: plan.draftedAt, sentBy: null, decidedBy: null },
    { id: plan.id, number: '6', title: '機關檔 orglist.csv', day: '2027-01-01', state: 'sent' as const, source: 'orglist.csv', kinds: { abolished: 3 }, draftedBy: null, draftedAt: plan.draftedAt, sentBy: '陳淑惠', decidedBy: null },
  ],
}

const called = new Map([['A5', '技工工友駕駛及駐衛警線上填報系統'], ['D6', '終身學習入口網']])

export const pages = [
  gallery({
    name: 'restructurings',
    states: {
      list: (request) => <PlansPage request={at(request)} shown="open" page={page} />,
      none: (request) => <PlansPage request={at(request)} shown="over" page={{ plans: [], total: 0, next: null }} />,
      new: (request) => <HeadPage request={at(request)} form={EMPTY_FORM} />,
      add: (request) => <EndingPage request={at(request)} form={EMPTY_FORM} plan={plan} />,
      'add-wrong': (request) => (
        <EndingPage
          request={at(request)} plan={plan}
          form={{ ...filledForm({ source: '秘書處', successors: '397110000G' }), problems: [{ field: 'source', message: messages(request.language).wrong.code }] }}
        />),
      'add-change': (request) => <ChangingPage request={at(request)} form={EMPTY_FORM} plan={plan} />,
      fields: (request) => <FieldsPage request={at(request)} form={agencyForm(fields, '')} plan={plan} code="397041000E" names={names} />,
    },
  }),
  gallery({
    name: 'restructuring',
    states: {
      draft: (request) => <PlanPage request={at(request)} shown={{ plan, names, problems: [...problems], people }} done="saved" />,
      sent: (request) => <PlanPage request={at(request)} shown={{ plan: sent, names, problems: [], people }} done="send" />,
      approved: (request) => (
        <PlanPage
          request={at(request)} done={null}
          shown={{ plan: { ...sent, state: 'approved', decidedBy: '9', decidedAt: new Date('2026-11-22T02:00:00Z'), note: '同意' }, names, problems: [], people }}
        />),
      posts: (request) => (
        <PostsPage
          request={at(request)} of={of} saved={false} unit={null} rest={['397041000E']} next="體育科"
          groups={[
            { unit: '', title: null, posts: 3, goes: ['397041000E'], ruled: false, exceptions: 0 },
            { unit: '體育科', title: null, posts: 41, goes: ['397042000E'], ruled: true, exceptions: 2 },
          ]}
        />),
      titles: (request) => (
        <PostsPage
          request={at(request)} of={of} saved unit="體育科" rest={null} next={null}
          groups={[{ unit: '體育科', title: '科員', posts: 12, goes: null, ruled: false, exceptions: 0 }]}
        />),
      persons: (request) => (
        <PersonsPage
          request={at(request)} of={of} saved={false} unit="體育科" title="科員" next={null}
          posts={[{ post: '1', person: '1', name: '吳文傑', unit: '體育科', title: '科員', kind: 'appointment', goes: [], ruled: true }]}
        />),
      decisions: (request) => (
        <DecisionsPage
          request={at(request)} of={of} saved={false} thing="grant" counts={{ grant: 203, duty: 4, delegation: 1, office: 0, group: 2 }} next="x"
          decisions={[{ key: 'g', what: 'A5 use', whom: '吳文傑', from: '2024-01-01', to: null, goes: ['397041000E', '397042000E'], ruled: false }]}
        />),
      'decisions-none': (request) => (
        <DecisionsPage
          request={at(request)} of={{ ...of, plan: sent }} saved={false} thing="office" counts={{ grant: 203, duty: 4, delegation: 1, office: 0, group: 2 }}
          next={null} decisions={[]}
        />),
      effect: (request) => <EffectPage request={at(request)} plan={sent} drawn={drawn} names={names} called={called} />,
      'effect-problems': (request) => <EffectPage request={at(request)} plan={plan} drawn={{ ...drawn, problems: [...problems] }} names={names} called={called} />,
      people: (request) => (
        <AffectedPage
          request={at(request)} plan={sent} names={names} application="A5" side="lost" next={null}
          rows={[{ agency: '397010000A', person: '1', category: 'use', name: '吳文傑', accountName: 'wu.employee', categoryName: '使用', categoryNameEn: 'Use' }]}
        />),
      send: (request) => <StepPage request={at(request)} plan={plan} drawn={drawn} names={names} act="send" form={EMPTY_FORM} />,
      approve: (request) => <StepPage request={at(request)} plan={sent} drawn={drawn} names={names} act="approve" form={EMPTY_FORM} />,
      undo: (request) => (
        <StepPage
          request={at(request)} plan={{ ...sent, state: 'approved' }} drawn={drawn} names={names} act="undo"
          form={{ typed: {}, problems: [{ field: 'note', message: messages(request.language).refused.noteMissing }] }}
        />),
    },
  }),
]
