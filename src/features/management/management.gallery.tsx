import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { MenuPage } from './menu-page.tsx'
import type { AgencyNode, AgencyTree } from '../../core/agency-tree.ts'
import type { Actor } from '../../web/actor.ts'
import type { Show } from '../../web/gallery/gallery.ts'

const node = (code: string, name: string): [string, AgencyNode] =>
  [code, { code, name, nameEn: null, superior: '397000000A', superiorMissing: false, live: true }]
const tree: AgencyTree = {
  agencies: new Map([node('397210000A', '高雄市政府人事處'), node('397040000E', '高雄市政府教育局')]), offices: [],
}
const { supervisor, managing, central, agencyCard, employee } = sampleActors
const delegate: Actor = {
  ...employee,
  authority: { ways: [{ way: 'delegation', agency: '397210000A', scope: '397040000E', delegation: '1', until: '2027-06-30' }] },
}

const menu = (actor: Actor, count: number): Show => (request) => {
  const code = actor.workingFor?.agencyCode ?? '397210000A'
  const agency = { code, name: tree.agencies.get(code)?.name ?? '行政院人事行政總處' }
  return <MenuPage request={as(request, actor, '/manage')} agency={agency} count={count} tree={tree} />
}

export const pages = [
  gallery({
    name: 'manage',
    states: {
      supervisor: menu(supervisor, 593),
      managing: menu(managing, 593),
      delegate: menu(delegate, 311),
      central: menu(central, 8314),
      card: menu(agencyCard, 593),
    },
  }),
]
