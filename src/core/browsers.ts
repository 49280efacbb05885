// Which browser on which system a request says that it comes from. A browser can say what it likes: it is shown to the person
// whose account it is, and tells one of their own machines from another; nothing is decided by it alone.

/** `chrome 131 windows`: what is kept. `version` null where it is not said, or not by a browser of the list. */
export type BrowserRead = { browser: BrowserName; version: number | null; system: SystemName }

/** Their own names; the first that fits the text of the browser counts, for each says that it is those it descends from. */
const BROWSERS = {
  edge: { name: 'Edge', mark: /\bEdg(?:e|A|iOS)?\/(\d{1,4})/ },
  opera: { name: 'Opera', mark: /\b(?:OPR|Opera)\/(\d{1,4})/ },
  samsung: { name: 'Samsung Internet', mark: /\bSamsungBrowser\/(\d{1,4})/ },
  firefox: { name: 'Firefox', mark: /\b(?:Firefox|FxiOS)\/(\d{1,4})/ },
  chrome: { name: 'Chrome', mark: /\b(?:Chrome|CriOS|HeadlessChrome)\/(\d{1,4})/ },
  safari: { name: 'Safari', mark: /\bVersion\/(\d{1,4})[.\d]* (?:Mobile\/\w+ )?Safari\// },
} as const
export type BrowserName = keyof typeof BROWSERS | 'other'

/** iPads of today say that they are Macs, and there is no telling; Android before Linux, for it says that it is both. */
const SYSTEMS = {
  windows: { name: 'Windows', mark: /\bWindows NT\b/ },
  ios: { name: 'iOS', mark: /\b(?:iPhone|iPad|iPod)\b/ },
  macos: { name: 'macOS', mark: /\bMacintosh\b/ },
  android: { name: 'Android', mark: /\bAndroid\b/ },
  chromeos: { name: 'ChromeOS', mark: /\bCrOS\b/ },
  linux: { name: 'Linux', mark: /\bLinux\b/ },
} as const
export type SystemName = keyof typeof SYSTEMS | 'other'

const browserNames = Object.keys(BROWSERS) as (keyof typeof BROWSERS)[]
const systemNames = Object.keys(SYSTEMS) as (keyof typeof SYSTEMS)[]

/** Reads the `User-Agent` header (RFC 9110, 10.1.5). */
export function readBrowser(userAgent: string): BrowserRead {
  const system = systemNames.find((name) => SYSTEMS[name].mark.test(userAgent)) ?? 'other'
  for (const browser of browserNames) {
    const found = BROWSERS[browser].mark.exec(userAgent)
    if (found !== null) return { browser, version: Number(found[1]), system }
  }
  return { browser: 'other', version: null, system }
}

/** As it is kept: of our own words alone, whatever the header held. */
export const browserCode = ({ browser, version, system }: BrowserRead): string => `${browser} ${version ?? '-'} ${system}`

/** What `browserCode` wrote; anything else reads as unknown. */
export function parseBrowser(code: string): BrowserRead {
  const [browser = '', version = '', system = ''] = code.split(' ')
  return {
    browser: browserNames.find((one) => one === browser) ?? 'other',
    version: /^\d{1,4}$/.test(version) ? Number(version) : null,
    system: systemNames.find((one) => one === system) ?? 'other',
  }
}

const UNKNOWN = {
  'zh-TW': { both: '無法辨識', browser: '不明的瀏覽器', system: '不明的作業系統', on: '，' },
  en: { both: 'not recognised', browser: 'an unknown browser', system: 'an unknown system', on: ' on ' },
} as const

/** In words: 「Chrome 131，Windows」, `Chrome 131 on Windows`. */
export function browserText({ browser, version, system }: BrowserRead, language: 'zh-TW' | 'en'): string {
  const words = UNKNOWN[language]
  if (browser === 'other' && system === 'other') return words.both
  const name = browser === 'other' ? words.browser : BROWSERS[browser].name
  return `${name}${version === null ? '' : ` ${version}`}${words.on}${system === 'other' ? words.system : SYSTEMS[system].name}`
}

/** Whether two are the same kind of browser on the same kind of system: versions come and go by themselves. */
export const sameKindOfBrowser = (one: BrowserRead, other: BrowserRead): boolean =>
  one.browser === other.browser && one.system === other.system
