// People for the gallery; none of them is anybody.
import type { Post } from '../../core/standing.ts'
import type { Subject } from './find-subject.ts'

export const samplePost: Post = {
  id: '2', agency: '397010000A', kind: 'appointment', unit: '文書科', title: '科員', staffCategory: '01', supervisorLevel: '', nature: '',
  from: '2020-01-16', to: null,
}

export const sampleSubject: Subject = {
  id: '1', key: '00000000-0000-4000-8000-000000000001', name: '吳淑芬', nationalIdMasked: 'A22****789',
  accountName: 'wu.employee', accountState: 'active', lastSignIn: new Date('2026-11-23T01:05:00Z'),
  posts: [
    { ...samplePost, agencyName: '高雄市政府秘書處', agencyNameEn: null },
    {
      id: '3', agency: '397070100Y', agencyName: '高雄市旗津區旗津國民小學', agencyNameEn: null, kind: 'concurrent', unit: '', title: '幹事',
      from: '2022-08-01', to: '2027-07-31',
    },
  ],
}
