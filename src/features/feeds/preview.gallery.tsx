// What a feed does to everybody's access, as its page tells it, and the names behind the numbers.
import { ManagePage } from '../../web/components/manage-page.tsx'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { feedCrumbs } from './feed-parts.tsx'
import { FeedEffect } from './preview-effect.tsx'
import { LosingAgenciesPage, MovedPage, OfficersPage, RightsPage } from './preview-pages.tsx'
import type { Post } from '../../core/standing.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { CentralRequest } from './feed-parts.tsx'
import type { FeedPreview } from './preview-feed.ts'
import type { ShownChange } from './preview-rights.ts'

const central = (request: FrameRequest, path: string): CentralRequest => as(request, sampleActors.central, path)
const today = '2026-11-23'
const preview: FeedPreview = {
  day: today, countedAt: new Date(`${today}T09:04:00+08:00`),
  effects: [
    { day: today, what: 'joining', count: 1_204 }, { day: today, what: 'moving', count: 3_228 }, { day: today, what: 'leaving', count: 1_675 },
    { day: today, what: 'renamed', count: 12 }, { day: today, what: 'grantsSuspended', count: 2_152 }, { day: today, what: 'reviewsOpened', count: 39 },
    { day: '2026-12-01', what: 'joining', count: 318 },
  ],
  access: [
    { day: today, application: 'A4', side: 'gained', active: true, people: 381, whole: 316, rights: 618 },
    { day: today, application: 'A4', side: 'gained', active: false, people: 61, whole: 61, rights: 61 },
    { day: today, application: 'A4', side: 'lost', active: true, people: 405, whole: 336, rights: 463 },
    { day: today, application: 'D6', side: 'lost', active: true, people: 1_675, whole: 1_675, rights: 1_690 },
    { day: '2026-12-01', application: 'D6', side: 'gained', active: true, people: 318, whole: 318, rights: 318 },
  ],
  officers: [{ day: today, officersGained: 438, officersLost: 108, supervisorsGained: 87, supervisorsLost: 50 }],
  agencies: [{ day: today, agency: '397040000E', officer: true, supervisor: true, manager: true, delegates: 0 }],
}
const applications = new Map([['A4', '調查表系統'], ['D6', '終身學習入口網']])
const effectOf = (more: Partial<FeedPreview>): Show => (request) => (
  <ManagePage request={central(request, '/manage/feeds/214')} title="214" crumbs={feedCrumbs(request.language)}>
    <FeedEffect language={request.language} feed="214" preview={{ ...preview, ...more }} names={applications} today={today} waits />
  </ManagePage>
)
const frame = (request: FrameRequest, below: string) =>
  ({ request: central(request, `/manage/feeds/214/${below}`), feed: '214', day: today, gone: false })
const lee = { name: '李怡君', nationalIdMasked: 'A12****789', key: '00000000-0000-4000-8000-000000000006' }
const named = new Map([['397210000A', { name: '高雄市政府人事處', nameEn: null }], ['397070100Y', { name: '高雄市旗津區旗津國民小學', nameEn: null }]])
const left: Post = {
  id: '60', agency: '397210000A', kind: 'appointment', unit: '考訓科', title: '科員', staffCategory: '08', supervisorLevel: '', nature: '',
  from: '2020-01-01', to: null,
}
const naming = { catalogue: [], tree: { offices: [], agencies: new Map([['397210000A', {
  code: '397210000A', name: '高雄市政府人事處', nameEn: null, superior: null, superiorMissing: false, live: true,
}]]) } }
const changed: ShownChange = {
  agency: '397210000A', person: '6', category: 'use', whole: true, who: lee, at: named.get('397210000A'), naming,
  reasons: [{
    application: 'A5', category: 'use', agency: '397210000A', from: '2020-01-01', until: null,
    ground: { by: 'grant', grant: '00000000-0000-4000-9000-000000000001', receiver: { to: 'person', post: '60' }, post: left },
  }],
  because: [{ change: 'ends', post: left, to: '2026-11-22' }],
}
const asked = { application: 'A5', side: 'lost', day: today, active: true, agency: '' } as const

export const pages = [
  gallery({
    name: 'feed-effect',
    states: {
      'effect': effectOf({}),
      'effect-none': effectOf({ effects: [], access: [], officers: [], agencies: [] }),
      'rights': (request) => <RightsPage {...frame(request, 'rights')} asked={asked} found={{ rows: [changed, { ...changed, who: { ...lee, key: null } }], next: 'x' }} />,
      'rights-nobody': (request) => <RightsPage {...frame(request, 'rights')} asked={asked} found={{ rows: [], next: null }} />,
      'rights-forgotten': (request) => <RightsPage {...frame(request, 'rights')} gone asked={asked} found={{ rows: [], next: null }} />,
      'moving': (request) => (
        <MovedPage
          {...frame(request, 'people')} what="moving"
          found={{ rows: [{ person: '6', who: lee, was: ['397210000A'], becomes: ['397070100Y'], names: null }], agencies: named, next: 'x' }}
        />
      ),
      'renamed': (request) => (
        <MovedPage
          {...frame(request, 'people')} what="renamed"
          found={{ rows: [{ person: '6', who: lee, was: [], becomes: [], names: { was: '李怡君', becomes: '李宜君' } }], agencies: named, next: null }}
        />
      ),
      'officers': (request) => (
        <OfficersPage
          {...frame(request, 'people')}
          found={{ rows: [{ person: '6', who: lee, agency: '397210000A', was: 'hr', becomes: null }], agencies: named, next: null }}
        />
      ),
      'agencies': (request) => (
        <LosingAgenciesPage {...frame(request, 'people')} found={{ rows: [{ ...preview.agencies[0]!, agency: '397070100Y', delegates: 1 }], agencies: named, next: null }} />
      ),
    },
  }),
]
