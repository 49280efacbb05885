// The language of the small programs around the portal: each is a program of its own and keeps its own choice.
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { dayInTaipei, timeInTaipei } from '../../core/days.ts'
import { rocDay } from '../../core/roc-date.ts'
import type { Day } from '../../core/days.ts'

export type Language = 'zh-TW' | 'en'

/** A sentence in both languages; the compiler refuses one that lacks either. */
export type Sentence = Record<Language, string>

/** `zh-TW` for every tag of Chinese, `en` for every tag of English, null for the rest. */
export function languageOfTag(tag: string): Language | null {
  const primary = tag.trim().toLowerCase().split('-')[0]
  return primary === 'zh' ? 'zh-TW' : primary === 'en' ? 'en' : null
}

/** The language an `Accept-Language` header asks for first (RFC 9110, 12.5.4); Chinese where it names neither. */
export function languageOfHeader(header: string): Language {
  // Browsers send a handful; what comes after the twentieth cannot be meant.
  const wishes = header.split(',').slice(0, 20).map((wish) => {
    const [tag = '', ...parameters] = wish.split(';')
    const quality = parameters.map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1]).find(Boolean)
    return { language: languageOfTag(tag), quality: quality === undefined ? 1 : Number(quality) }
  })
  const known = wishes.filter(({ language, quality }) => language !== null && quality > 0)
  return known.toSorted((one, other) => other.quality - one.quality)[0]?.language ?? 'zh-TW'
}

/** The language of this request: `?lang=` (remembered under `cookieName`), then that memory, then the header. */
export function languageOf(c: Context, cookieName: string): Language {
  const asked = languageOfTag(c.req.query('lang') ?? '')
  if (asked) {
    setCookie(c, cookieName, asked, { path: '/', secure: true, httpOnly: true, sameSite: 'Lax', maxAge: 31_536_000 })
    return asked
  }
  const remembered = languageOfTag(getCookie(c, cookieName) ?? '')
  return remembered ?? languageOfHeader(c.req.header('accept-language') ?? '')
}

/** A day for a screen: 民國 in Chinese, ISO in English. */
export const dayText = (day: Day, language: Language): string => language === 'en' ? day : rocDay(day)

/** An instant for a screen, in Taipei's time: `民國 115 年 11 月 23 日 09:05:00`. */
export const instantText = (instant: Date, language: Language): string =>
  `${dayText(dayInTaipei(instant), language)} ${timeInTaipei(instant)}`
