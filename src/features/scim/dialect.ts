// How SCIM calls its bodies and tells its problems (RFC 7644, 3.1 and 3.12).
import { programProblem } from '../../web/program-route.ts'
import type { Language } from '../../web/language.ts'
import type { Dialect } from '../../web/program-api.ts'
import type { ProgramProblem, ProgramProblemCode } from '../../web/program-route.ts'

export const MEDIA_TYPE = 'application/scim+json'
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'

/** What a problem with status 400 is about, by the words of RFC 7644, 3.12 (and RFC 9865 of cursors). */
export type ScimType = 'invalidFilter' | 'tooMany' | 'uniqueness' | 'mutability' | 'invalidSyntax' | 'invalidPath' | 'noTarget'
  | 'invalidValue' | 'sensitive' | 'invalidCursor'

/** An error as SCIM writes it, in an answer of its own or within another. */
export const errorBody = (status: number, detail: string, scimType?: unknown): object =>
  ({ schemas: [ERROR], status: String(status), ...(scimType === undefined ? {} : { scimType }), detail })

export const scimDialect: Dialect = {
  takes: [MEDIA_TYPE, 'application/json'], gives: MEDIA_TYPE, problems: MEDIA_TYPE,
  problemBody: ({ detail, more }, { status, language }) => errorBody(status, detail[language], more?.scimType),
}

/** Thrown where a request cannot be answered; `answering` tells the caller. */
export class ScimFault extends Error {
  override readonly name = 'ScimFault'
  readonly problem: ProgramProblem

  constructor(code: ProgramProblemCode, detail: Record<Language, string>, scimType?: ScimType) {
    super(scimType ?? code)
    this.problem = programProblem(code, detail, undefined, scimType === undefined ? {} : { more: { scimType } })
  }
}
