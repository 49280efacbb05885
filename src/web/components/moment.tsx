import { showMoment } from '../days.ts'
import type { Language } from '../language.ts'

/** An instant, as people read it and as programs do. */
export const Moment = ({ at, language }: { at: Date; language: Language }) =>
  <time datetime={at.toISOString()}>{showMoment(at, language)}</time>
