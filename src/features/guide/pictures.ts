import { readFileSync } from 'node:fs'
import type { Language } from '../../web/language.ts'
import type { Picture } from './content.ts'

/** Of a drawn picture: how large it is, and of what it was drawn (`test/guide-pictures.ts`). */
export type Drawn = { width: number; height: number; of: string }

/** All drawn pictures by their names, as the command keeps them beside this file. */
export const DRAWN: Readonly<Record<string, Drawn>> =
  JSON.parse(readFileSync(new URL('pictures.json', import.meta.url), 'utf8')) as Record<string, Drawn>

/** The name of a picture: its file is `src/web/public/pictures/NAME.webp`. */
export const pictureName = ({ screen }: Picture, language: Language): string => `${screen}.${language}`
