import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { Page } from '../../web/layout.tsx'
import { NoticePage } from './notice-page.tsx'
import { HomeNotices, NoticesPage } from './notices-page.tsx'
import { LIST_PATH } from './slice.ts'
import { SAMPLE_NOTICES } from './sample-notices.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { Actor } from '../../web/actor.ts'
import type { NoticePage as Found } from './list-notices.ts'

const [forOfficers, pinned, planned] = SAMPLE_NOTICES
const all: Found = { notices: [pinned, forOfficers, planned], total: 42, previous: null, next: planned.id }
const nothing: Found = { notices: [], total: 0, previous: null, next: null }

const list = (actor: Actor | null, page: Found, search = ''): Show => (request) =>
  <NoticesPage request={{ ...request, actor, path: LIST_PATH }} page={page} search={search} />

export const pages = [
  gallery({
    name: 'announcements',
    states: {
      list: list(sampleActors.supervisor, all),
      empty: list(sampleActors.employee, nothing),
      'empty-signed-out': list(null, nothing),
      'nothing-found': list(null, nothing, '考績'),
      notice: (request) => <NoticePage request={as(request, sampleActors.supervisor, LIST_PATH)} notice={pinned} />,
      home: (request) => (
        <Page request={{ ...request, path: '/' }} title="首頁" bare><h1>首頁</h1><HomeNotices request={request} notices={all.notices} /></Page>
      ),
      'home-empty': (request) => (
        <Page request={{ ...request, path: '/' }} title="首頁" bare><h1>首頁</h1><HomeNotices request={request} notices={[]} /></Page>
      ),
    },
  }),
]
