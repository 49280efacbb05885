import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { ChapterPage, PrintPage } from './chapter-pages.tsx'
import { chapterPath, GUIDE_PATH, MANUAL_PATH, placed, taskPath } from './chapters.ts'
import { employee } from './chapters/employee.ts'
import { handover } from './chapters/managing-access.ts'
import { activate } from './chapters/signing-in.ts'
import { supervisor } from './chapters/supervisor.ts'
import { GuidePage } from './guide-page.tsx'
import { ManualPage } from './manual-page.tsx'
import { TaskPage } from './task-page.tsx'
import type { Show } from '../../web/gallery/gallery.ts'
import type { Task } from './content.ts'

const manual = (search: string): Show => (request) => <ManualPage request={{ ...request, path: MANUAL_PATH }} search={search} />
const task = (shown: Task): Show => (request) => <TaskPage request={{ ...request, path: taskPath(shown) }} task={shown} />

export const pages = [
  gallery({ name: 'guide', states: { whole: (request) => <GuidePage request={{ ...request, path: GUIDE_PATH }} /> } }),
  gallery({
    name: 'manual',
    states: {
      'chapters': manual(''),
      'own-first': (request) => <ManualPage request={as(request, sampleActors.supervisor, MANUAL_PATH)} search="" />,
      'auditor': (request) => <ManualPage request={as(request, { ...sampleActors.employee, roles: ['auditor'] }, MANUAL_PATH)} search="" />,
      'found': manual('憑證'),
      'found-in-the-other-language': manual('slip'),
      'found-none': manual('便當'),
      'chapter': (request) => <ChapterPage request={{ ...request, path: chapterPath(supervisor) }} chapter={supervisor} />,
      'task': task(activate),
      'task-signed-in': (request) => <TaskPage request={as(request, sampleActors.supervisor, taskPath(handover))} task={handover} />,
      'print': (request) => <PrintPage request={{ ...request, path: chapterPath(employee) }} chapter={placed(activate).chapter} />,
    },
  }),
]
