// Shows letters as mail programs do: `node bin/node24.mjs test/letter-pictures.ts OUT_DIR [PART_OF_NAME]` makes pictures of them at
// 390 and 800 pixels. They are no pages of the portal: what holds of those (its style sheets, its policy) does not hold of them.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { argv } from 'node:process'
import { launchBrowser, newPage, screenshot } from './browser.ts'
import { everyLetter } from './every-letter.ts'

const [folder, part = ''] = argv.slice(2)
if (folder === undefined) throw new Error('usage: node bin/node24.mjs test/letter-pictures.ts OUT_DIR [PART_OF_NAME]')
mkdirSync(folder, { recursive: true })
for (const [size, width] of Object.entries({ phone: 390, desk: 800 })) {
  const page = await newPage({ width })
  for (const { name, language, html } of everyLetter().filter((letter) => letter.name.includes(part))) {
    await page.setContent(html)
    await screenshot(page, join(folder, `${name.replaceAll(/[ .]/g, '-')}.${size}.${language}.png`))
  }
  await page.context().close()
}
await (await launchBrowser()).close()
