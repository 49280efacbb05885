// 「待辦事項」: records that people hold to be wrong, for those who answer.
import { RECORD_FIELDS } from '../../core/record-reports.ts'
import { MOST_TODOS } from '../../web/todo.ts'
import { mayAnswerAny, readerOf, reportsWaiting } from './report-rows.ts'
import { reportPath } from './slice.ts'
import type { Reader } from '../../store/database.ts'
import type { TodoSource } from '../../web/todo.ts'

/** Open reports to the agencies whose officer the actor is, or that they manage and that have no officer of their own. */
export const reportTodos: TodoSource<Reader> = async (db, actor, today) => {
  const reader = readerOf(actor)
  if (!mayAnswerAny(reader)) return []
  const waiting = await reportsWaiting(db, actor.personId, reader, today, MOST_TODOS)
  return waiting.map(({ id, person, agency, field, at }) => ({
    kind: 'record.reported',
    title: { 'zh-TW': '資料有誤待答覆', en: 'A record is held to be wrong' },
    detail: { 'zh-TW': `${person.name}：${RECORD_FIELDS[field]['zh-TW']}`, en: `${person.name}: ${RECORD_FIELDS[field].en}` },
    agency: { code: agency.code, name: agency.name },
    href: reportPath(id),
    since: at,
  }))
}
