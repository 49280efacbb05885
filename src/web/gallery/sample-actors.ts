import { authorityOfCard } from '../../core/scope.ts'
import type { HeldStanding } from '../../core/standing.ts'
import type { Actor, PersonActor } from '../actor.ts'
import type { FrameRequest } from '../route.ts'

const office = { agencyCode: '397210000A', agencyName: '高雄市政府人事處' }
const secretariat = { agencyCode: '397010000A', agencyName: '高雄市政府秘書處' }

const employee: PersonActor = {
  sessionId: '1',
  personId: '1',
  personKey: 'sample-employee',
  name: '吳淑芬',
  accountName: 'wu.employee',
  method: 'password',
  signedInAt: new Date('2026-11-23T01:05:00Z'),
  secondFactorBy: null,
  agreementAsked: false,
  standings: [{ ...secretariat, standing: 'employee' }],
  chosen: { ...secretariat, standing: 'employee' },
  workingFor: { ...secretariat, relation: 'own' },
  roles: [],
  authority: { ways: [] },
  closedWays: [],
  card: null,
  unreadNotices: 0,
  openTodos: 0,
  todosStale: false,
  language: null,
  displaySize: 'normal',
}

const head: HeldStanding = {
  agency: office.agencyCode, standing: 'hrSupervisor', marks: ['staffCategory'],
  post: {
    id: '1', agency: office.agencyCode, kind: 'appointment', unit: '', title: '處長', staffCategory: '08', supervisorLevel: '1',
    nature: '', from: '2020-01-01', to: null,
  },
}

const supervisor: PersonActor = {
  ...employee,
  personKey: 'sample-supervisor',
  name: '王建國',
  accountName: 'wang.supervisor',
  method: 'personCertificate',
  standings: [{ ...office, standing: 'hrSupervisor' }],
  chosen: { ...office, standing: 'hrSupervisor' },
  workingFor: { ...office, relation: 'own' },
  authority: { ways: [{ way: 'hrSupervisor', agency: office.agencyCode, held: head }] },
}

const agencyCard: Actor = {
  ...supervisor,
  personId: null,
  personKey: null,
  accountName: null,
  name: office.agencyName,
  method: 'agencyCertificate',
  standings: [],
  chosen: null,
  authority: authorityOfCard(office.agencyCode),
  card: { ...office, holder: null },
}

const heldCard: Actor = { ...agencyCard, personId: '1', card: { ...office, holder: { name: '王建國', verified: true } } }

/** People for the gallery and for tests of pages; none of them is anybody. */
export const sampleActors = {
  employee,
  supervisor,
  /** Has notices that nobody has read yet. */
  told: { ...employee, unreadNotices: 3, openTodos: 2 },
  toldMuch: { ...supervisor, unreadNotices: 100, openTodos: 100 },
  /** Manages another agency than the one of the standing. */
  managing: {
    ...supervisor,
    workingFor: { agencyCode: '397040000E', agencyName: '高雄市政府教育局', relation: 'managed' },
  },
  /** Does personnel work for a served agency (兼辦). */
  serving: {
    ...supervisor,
    method: 'passkey',
    chosen: { ...office, standing: 'hr' },
    workingFor: { agencyCode: '397070100Y', agencyName: '高雄市旗津區旗津國民小學', relation: 'served' },
  },
  central: {
    ...supervisor,
    name: '陳雅婷',
    accountName: 'chen.central',
    chosen: { agencyCode: 'A58000000A', agencyName: '行政院人事行政總處', standing: 'employee' },
    workingFor: { agencyCode: 'A58000000A', agencyName: '行政院人事行政總處', relation: 'own' },
    roles: ['central'],
    authority: { ways: [{ way: 'central', role: '1', until: null }] },
  },
  /** Between posts: may look after the account, and no more (R-STD-3). */
  withoutPost: { ...employee, standings: [], chosen: null, workingFor: null },
  agencyCard,
  heldCard,
  /** Held by somebody whose account is not active: nobody knows whether it is true. */
  unverifiedCard: { ...heldCard, card: { ...office, holder: { name: '林志明', verified: false } } },
} satisfies Record<string, Actor>

/** The request as that actor would make it, at that path (for what the menus mark as current). */
export function as<R extends FrameRequest, A extends Actor>(request: R, actor: A, path: string): R & { actor: A } {
  return { ...request, actor, path }
}
