import { z } from 'zod'
import { optionalText } from '../../web/form.ts'
import { page, problem } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { ChapterPage, PrintPage } from './chapter-pages.tsx'
import { findChapter, GUIDE_PATH, MANUAL_PATH } from './chapters.ts'
import { GuidePage } from './guide-page.tsx'
import { ManualPage } from './manual-page.tsx'
import { TaskPage } from './task-page.tsx'
import type { Route } from '../../web/route.ts'

/** 「新手上路」 and 「使用手冊」: for everybody, whatever they may do. */
export function guideRoutes(): Route[] {
  return [
    route({ method: 'GET', path: GUIDE_PATH, act: 'anyone', beforeSecondFactor: true, handle: (request) => page(<GuidePage request={request} />) }),
    route({
      method: 'GET', path: MANUAL_PATH, act: 'anyone', beforeSecondFactor: true, query: z.object({ q: optionalText(100) }),
      handle: (request) => page(<ManualPage request={request} search={request.query.q} />),
    }),
    route({
      method: 'GET', path: `${MANUAL_PATH}/:chapter`, act: 'anyone', beforeSecondFactor: true,
      handle: (request) => {
        const chapter = findChapter(request.params.chapter)
        return chapter === null ? problem('notFound') : page(<ChapterPage request={request} chapter={chapter} />)
      },
    }),
    route({
      method: 'GET', path: `${MANUAL_PATH}/:chapter/print`, act: 'anyone', beforeSecondFactor: true,
      handle: (request) => {
        const chapter = findChapter(request.params.chapter)
        return chapter === null ? problem('notFound') : page(<PrintPage request={request} chapter={chapter} />)
      },
    }),
    route({
      method: 'GET', path: `${MANUAL_PATH}/:chapter/:task`, act: 'anyone', beforeSecondFactor: true,
      handle: (request) => {
        const { chapter, task } = request.params
        const found = findChapter(chapter)?.tasks.find(({ slug }) => slug === task)
        return found === undefined ? problem('notFound') : page(<TaskPage request={request} task={found} />)
      },
    }),
  ]
}
