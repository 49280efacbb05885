// The addresses of files: handing them out, adding them, removing them.
import { z } from 'zod'
import { FILE_KINDS } from '../../core/attachments.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { download, page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { fileProblem, RemoveFilePage } from './file-parts.tsx'
import { attachFile, contentOf, findFile, readWhole, removeFile } from './files.ts'
import { managedNotice } from './list-managed.ts'
import { managedPage } from './managed-routes.tsx'
import { readable } from './routes.tsx'
import { LIST_PATH, managedPath, MANAGE_PATH } from './slice.ts'
import type { FormProblem } from '../../web/form.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { ManageRequest } from './managed-pages.tsx'
import type { NoticeSlice } from './slice.ts'

/** The form around the file, and room for a file that is a little too large to be told so in words. */
const BYTES_AROUND = 1_048_576
// As long as it takes 10 MB over the slowest line that an office has.
const WHOLE_MS = 300_000

const writingOf = ({ actor, now, today }: ManageRequest) => ({ authority: actor.authority, now, today })

function handOut({ database: { read } }: NoticeSlice): Route {
  const theirs = async (request: FrameRequest, id: string): Promise<boolean> => await readable(read, request, id) !== null
    || (request.actor !== null && await managedNotice(read, { ...request, actor: request.actor }, id) !== null)
  return route({
    method: 'GET', path: `${LIST_PATH}/:id/files/:file`, act: 'anyone',
    handle: async (request) => {
      const { id, file } = request.params
      const found = await theirs(request, id) ? await findFile(read, id, file) : null
      return found === null ? problem('notFound') : download(found.name, FILE_KINDS[found.kind].type, contentOf(read, found))
    },
  })
}

function addRoute(slice: NoticeSlice): Route {
  const { database, files } = slice
  return route({
    method: 'POST', path: `${MANAGE_PATH}/:id/files`, act: 'manage', form: () => z.object({}),
    receives: { field: 'file', bytes: files.bytes + BYTES_AROUND, wholeMs: WHOLE_MS, room: 'files' },
    handle: async (request) => {
      const { file, language, params } = request
      // Who may not write there is told before all of it has come.
      if (await managedNotice(database.read, request, params.id) === null) return problem('notFound')
      const content = await readWhole(file.content, files.bytes)
      if (content === 'tooLarge') return refused([fileProblem('tooLarge', language)])
      const answer = await attachFile(database, requestOrigin(request), writingOf(request), {
        notice: params.id, name: file.name, content, most: files.most,
      })
      return 'refused' in answer ? refused([fileProblem(answer.refused, language)]) : redirect(`${managedPath(params.id)}?done=attached`)
    },
    again: (request, form) => managedPage(slice, request, request.params.id, { form }),
  })
}

function removeRoutes({ database }: NoticeSlice): Route[] {
  const path = `${MANAGE_PATH}/:id/files/:file/remove` as const
  const shown = async (request: ManageRequest, { id, file }: { id: string; file: string }, problems: readonly FormProblem[]) => {
    const notice = await managedNotice(database.read, request, id)
    const found = notice === null || notice.withdrawn ? null : await findFile(database.read, id, file)
    return notice === null || found === null ? problem('notFound')
      : page(<RemoveFilePage request={request} notice={notice} file={found} problems={problems} />)
  }
  return [
    route({ method: 'GET', path, act: 'manage', handle: (request) => shown(request, request.params, []) }),
    route({
      method: 'POST', path, act: 'manage', form: () => z.object({}),
      handle: async (request) => {
        const { language, params } = request
        const answer = await removeFile(database, requestOrigin(request), writingOf(request), { notice: params.id, file: params.file })
        if (!('refused' in answer)) return redirect(`${managedPath(params.id)}?done=removed`)
        return answer.refused === 'notFound' ? problem('notFound') : refused([fileProblem(answer.refused, language)])
      },
      again: (request, form) => shown(request, request.params, form.problems),
    }),
  ]
}

export function fileRoutes(slice: NoticeSlice): Route[] {
  return [handOut(slice), addRoute(slice), ...removeRoutes(slice)]
}
