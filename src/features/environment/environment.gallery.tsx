import { readBrowser } from '../../core/browsers.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { EnvironmentPage, seenByServer } from './environment-page.tsx'
import type { Show } from '../../web/gallery/gallery.ts'
import type { Findings } from './environment-page.tsx'

const browser = readBrowser('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36')

const good: Findings = {
  browser: { state: 'good', word: 'browserGood' }, script: { state: 'good', word: 'scriptGood' }, cookies: { state: 'good', word: 'cookiesGood' },
  clock: { state: 'good', word: 'clockGood', filled: { seconds: '3' } },
  component: { state: 'good', word: 'componentVersion', filled: { version: '1.3.4.103328' } }, reader: { state: 'good', word: 'readerGood' },
  card: { state: 'good', word: 'cardGood', filled: { cards: '吳小民 (Virtual Card Reader 0)、高雄市政府人事處 (Virtual Card Reader 1)' } },
}
const ends = (found: Partial<Findings> = {}): Show => (request) =>
  <EnvironmentPage request={{ ...request, path: '/environment' }} browser={browser} found={{ ...good, ...found }} outcome />
const waits = { state: 'unknown', word: 'afterComponent' } as const
const press = { state: 'unknown', word: 'pressToRead' } as const

export const pages = [
  gallery({
    name: 'environment',
    states: {
      'without-script': (request) => (
        <EnvironmentPage request={{ ...request, path: '/environment' }} browser={browser} found={seenByServer({ cookies: false, again: false })} outcome />
      ),
      'without-cookies': (request) => (
        <EnvironmentPage request={{ ...request, path: '/environment' }} browser={browser} found={seenByServer({ cookies: false, again: true })} outcome />
      ),
      'all-good': ends(),
      'component-found': ends({ component: { state: 'good', word: 'componentFound' }, reader: press, card: press }),
      'no-component': ends({ component: { state: 'bad', word: 'componentNone' }, reader: waits, card: waits }),
      'window-blocked': ends({ component: { state: 'bad', word: 'componentBlocked' }, reader: waits, card: waits }),
      'no-reader': ends({ reader: { state: 'bad', word: 'readerNone' }, card: { state: 'unknown', word: 'afterReader' } }),
      'no-card': ends({ card: { state: 'bad', word: 'cardNone' } }),
      'card-expired': ends({ card: { state: 'bad', word: 'cardExpired' } }),
      'old-and-slow': ends({
        browser: { state: 'bad', word: 'browserOld' }, clock: { state: 'bad', word: 'clockSlow', filled: { seconds: '4210' } },
      }),
    },
  }),
]
