// Names and words of others stay Chinese on an English page; marked as what they are, a voice that can read them does (WCAG 3.1.2).
// It is done with what is sent, whole, so that no page can forget it.

// Chinese from its first letter to its last, with what stands between letters of one name or sentence and is not written in Latin.
const CHINESE = /(\p{Script=Han}(?:[^\p{Script=Latin},.;:()“”]*[\p{Script=Han}）」』。])?)/u
const HAN = /\p{Script=Han}/u
const LATIN = /\p{Script=Latin}/u
const TOKEN = /<(\/?)([A-Za-z][A-Za-z0-9-]*)([^>]*)>|<![^>]*>|[^<]+/g
const VOID = new Set(['area', 'base', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr'])
// What takes words alone, and what is no words to be read.
const PLAIN = new Set(['title', 'textarea', 'script', 'style', 'svg', 'option'])
const MARK = 'lang="zh-Hant-TW"'

type Within = { name: string; chinese: boolean; plain: boolean }

/** A sentence with its Chinese marked. Escaped signs never stand within what is marked, for they are written in Latin. */
function marked(text: string): string {
  if (!LATIN.test(text.replace(/&[#\w]+;/g, ''))) return `<span ${MARK}>${text}</span>`
  // The pieces that were matched are the odd ones.
  return text.split(CHINESE).map((piece, at) => (at % 2 === 1 ? `<span ${MARK}>${piece}</span>` : piece)).join('')
}

/** The page as rendered, with what is Chinese in it marked, where the page is not; `<`, `>` and quotes are escaped in its words. */
export function markChinese(html: string): string {
  if (!html.startsWith('<html lang="en"')) return html
  const within: Within[] = [{ name: '', chinese: false, plain: false }]
  return html.replace(TOKEN, (token: string, closing: string | undefined, name: string | undefined, attributes: string, at: number) => {
    const here = within.at(-1)!
    if (name === undefined) return here.chinese || here.plain || !HAN.test(token) ? token : marked(token)
    if (closing === '/') {
      if (here.name === name) within.pop()
      return token
    }
    if (VOID.has(name) || attributes.endsWith('/')) return token
    const own = / lang="([^"]*)"/.exec(attributes)?.[1]
    within.push({ name, chinese: own === undefined ? here.chinese : own.startsWith('zh'), plain: here.plain || PLAIN.has(name) })
    const after = at + token.length
    const isChoice = name === 'option' && own === undefined && HAN.test(html.slice(after, html.indexOf('<', after)))
    return isChoice ? `<option ${MARK}${attributes}>` : token
  })
}
