// The rules of access case by case: what is the case, and what the law answers. `src/core/access.test.ts` holds the law to
// it, and docs/generated/law.md is printed from it.
import type { AgencyNode } from '../../src/core/agency-tree.ts'
import type { AccessQuestion } from '../../src/core/access.ts'
import type { Application, Category } from '../../src/core/catalogue.ts'
import type { Duty, Grant, Membership, PersonFacts, Receiver } from '../../src/core/facts.ts'
import type { Post } from '../../src/core/standing.ts'

export type LawCase = { rule: string; when: string; facts: PersonFacts; asked?: AccessQuestion; answer: string[] }

const DAY = '2026-11-23'
const node = (code: string, superior: string | null, live = true): AgencyNode =>
  ({ code, name: code, nameEn: null, superior, superiorMissing: false, live })

const TREE: PersonFacts['tree'] = {
  agencies: new Map([
    node('root', null), node('ministry', 'root'), node('school', 'ministry'), node('office', 'ministry'),
    node('museum', 'root'), node('gone', null, false),
  ].map((one) => [one.code, one])),
  offices: [{ office: 'office', agency: 'ministry' }],
}

const category = (over: Partial<Category> = {}): Category =>
  ({ code: 'use', name: '使用', nameEn: 'Use', derivedGroup: 'hr', handOut: 'manager', ...over })

const application = (over: Partial<Application> = {}): Application => ({
  code: 'A4', name: '調查表系統', heading: 'A.', description: '', grantable: true, requiresCertificate: false,
  passkeyAllowed: false, openToAgencyCard: false, dutyAllowed: true, agencyRoot: null, test: false, inService: true,
  launchUrl: null, remark: '', categories: [category()], ...over,
})

const forAll = application({ categories: [category({ derivedGroup: 'employee' })] })
const forNobody = application({ categories: [category({ derivedGroup: null })] })

const post = (over: Partial<Post> = {}): Post => ({
  id: '1', agency: 'school', kind: 'appointment', unit: '教務處', title: '組員', staffCategory: '01', supervisorLevel: '',
  nature: '', from: '2020-01-01', to: null, ...over,
})
const officer = post({ staffCategory: '08' })

const facts = (over: Partial<PersonFacts> = {}): PersonFacts => ({
  person: '1', day: DAY, account: 'active', posts: [post()], memberships: [], grants: [], duties: [], tree: TREE,
  catalogue: [application()], ...over,
})

const open = { from: '2026-01-01', to: null, state: 'active' as const }
const grant = (receiver: Receiver, over: Partial<Grant> = {}): Grant =>
  ({ id: 'g', application: 'A4', category: 'use', agency: 'school', receiver, ...open, ...over })
const toPerson: Receiver = { to: 'person', post: '1' }
const toGroup: Receiver = { to: 'group', group: 'survey', name: '調查小組' }
const member = (over: Partial<Membership> = {}): Membership => ({ id: 'm', group: 'survey', post: '1', ...open, ...over })
const duty = (over: Partial<Duty> = {}): Duty =>
  ({ id: 'd', application: 'A4', acting: 'school', served: 'museum', ...open, ...over })

const BIRTH = 'use for school: birthright:1'
const NEEDS = ['missing grantByManager at school (school, ministry, office)', 'missing standing hr at school']

export const decisionTable: LawCase[] = [
  { rule: 'R-STD-1a', when: 'an appointment of staff category 08, application for hr',
    facts: facts({ posts: [officer] }), answer: [BIRTH] },
  { rule: 'R-STD-1b', when: 'an appointment in a unit named 人事室',
    facts: facts({ posts: [post({ unit: '人事室' })] }), answer: [BIRTH] },
  { rule: 'R-STD-1c', when: 'a concurrent post of nature 5',
    facts: facts({ posts: [post({ kind: 'concurrent', nature: '5' })] }), answer: [BIRTH] },
  { rule: 'R-STD-1c', when: 'an appointment with nature 5 makes no personnel officer',
    facts: facts({ posts: [post({ nature: '5' })] }), answer: NEEDS },
  { rule: 'R-STD-1b', when: 'a concurrent post in a unit named 人事室 makes none either',
    facts: facts({ posts: [post({ kind: 'concurrent', unit: '人事室' })] }), answer: NEEDS },
  { rule: 'R-STD-1c', when: 'a concurrent post of another nature',
    facts: facts({ posts: [post({ kind: 'concurrent', nature: '1' })] }), answer: NEEDS },
  { rule: 'R-STD-2', when: 'hr with a supervisor level of a full-width space, application for hrSupervisor',
    facts: facts({ posts: [post({ staffCategory: '08', supervisorLevel: '\u3000' })],
      catalogue: [application({ categories: [category({ derivedGroup: 'hrSupervisor' })] })] }),
    answer: ['missing grantByManager at school (school, ministry, office)', 'missing standing hrSupervisor at school'] },
  { rule: 'R-STD-2', when: 'hr with a supervisor level, application for hrSupervisor',
    facts: facts({ posts: [post({ staffCategory: '08', supervisorLevel: '3' })],
      catalogue: [application({ categories: [category({ derivedGroup: 'hrSupervisor' })] })] }), answer: [BIRTH] },
  { rule: 'R-STD-2', when: 'a supervisor who is not hr, application for hrSupervisor',
    facts: facts({ posts: [post({ supervisorLevel: '3' })],
      catalogue: [application({ categories: [category({ derivedGroup: 'hrSupervisor' })] })] }),
    answer: ['missing grantByManager at school (school, ministry, office)', 'missing standing hrSupervisor at school'] },
  { rule: 'R-USE-1', when: 'an employee, application for all civil servants',
    facts: facts({ catalogue: [forAll] }), answer: [BIRTH] },
  { rule: 'R-USE-1', when: 'hr ⊃ employee', facts: facts({ posts: [officer], catalogue: [forAll] }), answer: [BIRTH] },
  { rule: 'R-USE-1', when: 'two posts at one agency: two reasons, the strongest first, each until its post ends',
    facts: facts({ posts: [post({ to: '2026-12-31' }), post({ id: '2', unit: '人事室' })], catalogue: [forAll] }),
    answer: ['use for school: birthright:2', 'use for school: birthright:1 until 2026-12-31'] },
  { rule: 'R-STD-3', when: 'the only post has ended',
    facts: facts({ posts: [post({ to: '2026-11-22' })], catalogue: [forAll] }), answer: ['missing noCurrentPost'] },
  { rule: 'R-DAY-1', when: 'the last day of the post is today',
    facts: facts({ posts: [post({ to: DAY })], catalogue: [forAll] }), answer: [`${BIRTH} until ${DAY}`] },
  { rule: 'R-STD-3', when: 'the only post begins tomorrow',
    facts: facts({ posts: [post({ from: '2026-11-24' })], catalogue: [forAll] }),
    answer: ['missing noCurrentPost until 2026-11-24'] },
  { rule: 'R-USE', when: 'the account is disabled',
    facts: facts({ account: 'disabled', catalogue: [forAll] }),
    answer: ['missing accountNotActive disabled', 'missing grantByManager at school (school, ministry, office)',
      'missing standing employee at school'] },
  { rule: 'R-USE', when: 'the application is out of service',
    facts: facts({ posts: [officer], catalogue: [application({ inService: false })] }),
    answer: ['missing notInService', ...NEEDS] },
  { rule: 'R-USE', when: 'the agency of the post has been abolished',
    facts: facts({ posts: [post({ agency: 'gone' })], catalogue: [forAll] }), answer: ['missing agencyNotLive at gone'] },
  { rule: 'R-USE-2', when: 'a grant to the person',
    facts: facts({ grants: [grant(toPerson, { to: '2027-06-30' })] }), answer: ['use for school: grant:g:1 until 2027-06-30'] },
  { rule: 'R-USE-2', when: 'a grant to the person at another agency',
    facts: facts({ grants: [grant(toPerson, { agency: 'museum' })] }), answer: ['use for museum: grant:g:1'] },
  { rule: 'R-USE-2', when: 'a grant to a named group of which one is a member',
    facts: facts({ grants: [grant(toGroup)], memberships: [member({ to: '2026-12-31' })] }),
    answer: ['use for school: grant:g:member:m until 2026-12-31'] },
  { rule: 'R-USE-2', when: 'a grant to all civil servants of the agency',
    facts: facts({ grants: [grant({ to: 'standing', standing: 'employee' })] }), answer: ['use for school: grant:g:1'] },
  { rule: 'R-USE-2', when: 'a grant to the personnel officers of another agency',
    facts: facts({ posts: [officer], catalogue: [forNobody],
      grants: [grant({ to: 'standing', standing: 'hr' }, { agency: 'museum' })] }),
    answer: ['missing grantByManager at school (school, ministry, office)', 'missing standing hr at museum'] },
  { rule: 'R-GRT-4', when: 'the post that the grant rests on has ended, another is held',
    facts: facts({ posts: [post({ to: '2026-10-31' }), post({ id: '2' })], grants: [grant(toPerson)] }),
    answer: ['missing awaitsConfirmation of grant g', ...NEEDS] },
  { rule: 'R-GRT-4', when: 'the post that the membership rests on has ended, another is held',
    facts: facts({ posts: [post({ to: '2026-10-31' }), post({ id: '2' })], grants: [grant(toGroup)],
      memberships: [member()] }), answer: ['missing awaitsConfirmation of membership m', ...NEEDS] },
  { rule: 'R-USE-8', when: 'the membership is suspended',
    facts: facts({ grants: [grant(toGroup)], memberships: [member({ state: 'suspended' })] }),
    answer: ['missing awaitsConfirmation of membership m', ...NEEDS] },
  { rule: 'R-USE-8', when: 'the grant is suspended',
    facts: facts({ grants: [grant(toPerson, { state: 'suspended' })] }),
    answer: ['missing awaitsConfirmation of grant g', ...NEEDS] },
  { rule: 'R-USE-8', when: 'the grant waits for a second manager',
    facts: facts({ grants: [grant(toPerson, { state: 'proposed' })] }),
    answer: ['missing awaitsSecondManager of grant g', ...NEEDS] },
  { rule: 'R-USE-7', when: 'the grant begins on 1 December',
    facts: facts({ grants: [grant(toPerson, { from: '2026-12-01' })] }),
    answer: ['missing startsLater of grant g 2026-12-01', ...NEEDS] },
  { rule: 'R-USE-7', when: 'the grant ended yesterday',
    facts: facts({ grants: [grant(toPerson, { to: '2026-11-22' })] }),
    answer: ['missing expired of grant g 2026-11-22', ...NEEDS] },
  { rule: 'R-USE-4', when: 'a grant of an application that is not grantable gives nothing (A7)',
    facts: facts({ grants: [grant(toPerson)], catalogue: [application({ grantable: false })] }),
    answer: ['missing standing hr at school', 'missing nobodyGives'] },
  { rule: 'R-USE-4', when: 'not grantable, but held by birth',
    facts: facts({ posts: [officer], catalogue: [application({ grantable: false })] }), answer: [BIRTH] },
  { rule: 'R-GRT-2', when: 'handed out by the centre alone',
    facts: facts({ catalogue: [application({ categories: [category({ derivedGroup: null, handOut: 'central' })] })] }),
    answer: ['missing grantByCentre at school'] },
  { rule: 'R-GRT-2', when: 'handed out by nobody (DL1), asked for an agency where one has no post',
    facts: facts({ catalogue: [application({ categories: [category({ derivedGroup: 'employee', handOut: 'nobody' })] })] }),
    asked: { agency: 'museum' }, answer: ['missing standing employee at museum', 'missing nobodyGives'] },
  { rule: '2.10', when: 'an application of one line of agencies (E1), a grant outside of it',
    facts: facts({ catalogue: [application({ agencyRoot: 'museum' })], grants: [grant(toPerson)], posts: [officer] }),
    answer: ['missing outsideAgencyRoot at school (museum)'] },
  { rule: '2.10', when: 'the same, below the root',
    facts: facts({ catalogue: [application({ agencyRoot: 'ministry' })], posts: [officer] }), answer: [BIRTH] },
  { rule: 'R-USE-3', when: 'hr at the acting agency, held there by birth',
    facts: facts({ posts: [officer], duties: [duty({ to: '2027-06-30' })] }),
    answer: [BIRTH, 'use for museum: duty:d:birthright:1 until 2027-06-30'] },
  { rule: 'R-USE-3', when: 'hr at the acting agency, held there by a grant',
    facts: facts({ posts: [officer], duties: [duty()], grants: [grant(toPerson)], catalogue: [forNobody] }),
    answer: ['use for school: grant:g:1', 'use for museum: duty:d:grant:g:1'] },
  { rule: 'R-USE-3', when: 'a grant at the acting agency, but not hr there',
    facts: facts({ duties: [duty()], grants: [grant(toPerson)] }), answer: ['use for school: grant:g:1'] },
  { rule: 'R-USE-3', when: 'hr at the acting agency without a right there',
    facts: facts({ posts: [officer], duties: [duty()], catalogue: [forNobody] }),
    answer: ['missing grantByManager at school (school, ministry, office)'] },
  { rule: 'R-USE-3', when: 'hr at the acting agency, the right is held at a third one',
    facts: facts({ posts: [officer], duties: [duty()], grants: [grant(toPerson, { agency: 'office' })],
      catalogue: [forNobody] }), answer: ['use for office: grant:g:1'] },
  { rule: 'R-USE-3', when: 'the served agency has been abolished',
    facts: facts({ posts: [officer], duties: [duty({ served: 'gone' })] }), answer: [BIRTH] },
  { rule: 'R-USE-3', when: 'an everyone’s category does not follow a duty',
    facts: facts({ posts: [officer], duties: [duty()], catalogue: [forAll] }), answer: [BIRTH] },
  { rule: 'R-USE-3', when: 'an application that allows no duty (WebHR)',
    facts: facts({ posts: [officer], duties: [duty()], catalogue: [application({ dutyAllowed: false })] }), answer: [BIRTH] },
  { rule: 'R-USE-3', when: 'a duty for another application',
    facts: facts({ posts: [officer], duties: [duty({ application: 'A2' })] }), answer: [BIRTH] },
  { rule: 'R-USE-3', when: 'the duty is suspended, asked for the served agency',
    facts: facts({ posts: [officer], duties: [duty({ state: 'suspended' })] }), asked: { agency: 'museum' },
    answer: ['missing awaitsConfirmation of duty d', 'missing grantByManager at museum (museum)',
      'missing standing hr at museum'] },
  { rule: 'R-DUTY-5', when: 'chains do not carry over',
    facts: facts({ posts: [officer], duties: [duty(), duty({ id: 'e', acting: 'museum', served: 'ministry' })] }),
    answer: [BIRTH, 'use for museum: duty:d:birthright:1'] },
  { rule: 'R-USE-5', when: 'an application that asks for a certificate is one’s own all the same',
    facts: facts({ posts: [officer], catalogue: [application({ requiresCertificate: true })] }), answer: [BIRTH] },
]
