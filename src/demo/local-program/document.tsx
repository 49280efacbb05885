import type { Child } from 'hono/jsx'
import type { Language } from './language.ts'

export type DocumentProps = {
  language: Language
  title: string
  /** Its stylesheets, the later over the earlier. */
  styles?: readonly string[]
  /** What the first link says, which leads to `#main`. */
  skip: string
  children: Child
}

/** The HTML document around a page of one of these programs: its head, and the way past what stands above `#main`. */
export function Document({ language, title, styles = ['/style.css'], skip, children }: DocumentProps) {
  return (
    <html lang={htmlLanguage(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        {styles.map((href) => <link rel="stylesheet" href={href} />)}
        <link rel="icon" href="/icon.svg" />
      </head>
      <body>
        <a class="skip" href="#main">{skip}</a>
        {children}
      </body>
    </html>
  )
}

/** How HTML names that language. */
export const htmlLanguage = (language: Language): string => (language === 'en' ? 'en' : 'zh-Hant-TW')
