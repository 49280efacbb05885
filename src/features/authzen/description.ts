// How OpenAPI describes the Authorization API as we answer it.
import { describedPost } from '../../web/openapi.ts'
import { SEMANTICS } from './request.ts'
import type { ApiDescription } from '../../web/openapi.ts'

const text = { type: 'string' }
const day = { type: 'string', format: 'date' }
const endDay = { type: ['string', 'null'], format: 'date', description: 'Inclusive; null where none is known.' }
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const object = (properties: Record<string, object>, required: string[] = []) => ({ type: 'object', properties, required })
const properties = { type: 'object', additionalProperties: true }

const subject = { type: { const: 'person' }, properties }
const agency = { ...text, description: 'An agency code; without it, any agency.' }
const resource = { type: { const: 'application' }, properties: { ...object({ agency }), additionalProperties: true } }
const sentence = object({ 'zh-TW': text, en: text }, ['zh-TW', 'en'])

const entities = {
  Subject: object({ ...subject, id: { ...text, description: 'sub, account name or national ID' } }, ['type', 'id']),
  SubjectSought: object(subject, ['type']),
  Action: object({ name: { ...text, description: 'The code of a permission category' }, properties }, ['name']),
  Resource: object({ ...resource, id: { ...text, description: 'The code of the calling application' } }, ['type', 'id']),
  ResourceSought: object(resource, ['type']),
  Context: { ...object({ asOf: { ...day, description: 'Today unless given' } }), additionalProperties: true },
  Page: object({ token: text, limit: { type: 'integer', minimum: 0 } }),
}

const asked = { context: ref('Context') }
const question = { subject: ref('Subject'), action: ref('Action'), resource: ref('Resource'), ...asked }
const searched = { ...asked, page: ref('Page') }

const requests = {
  EvaluationRequest: object(question, ['subject', 'action', 'resource']),
  EvaluationsRequest: object({
    ...question, evaluations: { type: 'array', maxItems: 1000, items: object(question) },
    options: object({ evaluations_semantic: { enum: [...SEMANTICS], default: SEMANTICS[0] } }),
  }),
  SubjectSearchRequest: object({ ...question, subject: ref('SubjectSought'), ...searched }, ['subject', 'action', 'resource']),
  ResourceSearchRequest: object({ ...question, resource: ref('ResourceSought'), ...searched }, ['subject', 'action', 'resource']),
  ActionSearchRequest: object({ subject: ref('Subject'), resource: ref('Resource'), ...searched }, ['subject', 'resource']),
}

const responses = {
  Reason: object({
    by: { enum: ['birthright', 'grant', 'duty'] }, agency: text, grant: text, membership: text, duty: text, acting: text,
    from: endDay, until: endDay, sentence,
  }, ['by', 'agency', 'from', 'until', 'sentence']),
  Missing: { ...object({ missing: text, sentence }, ['missing', 'sentence']), additionalProperties: true },
  Decision: object({
    decision: { type: 'boolean' },
    context: object({
      asOf: day, reasons: { type: 'array', items: ref('Reason') }, moreReasons: { type: 'integer' }, missing: ref('Missing'),
      error: object({ status: { type: 'integer' }, message: text, pointer: text }),
    }),
  }, ['decision']),
  EvaluationsAnswer: {
    anyOf: [object({ evaluations: { type: 'array', items: ref('Decision') } }, ['evaluations']), ref('Decision')],
  },
  SearchAnswer: object({
    page: object({ next_token: text, count: { type: 'integer' } }, ['next_token', 'count']),
    context: object({ asOf: day }), results: { type: 'array', items: { type: 'object' } },
  }, ['page', 'results']),
}

const post = (summary: string, request: keyof typeof requests, response: keyof typeof responses) =>
  describedPost('authzen', summary, request, response)

/** Our part of `/api/openapi.json`. */
export const authzenDescription: ApiDescription = {
  paths: {
    '/access/v1/evaluation': post('Whether somebody may do something, and why', 'EvaluationRequest', 'Decision'),
    '/access/v1/evaluations': post('The same, many times in one request', 'EvaluationsRequest', 'EvaluationsAnswer'),
    '/access/v1/search/subject': post('Who may', 'SubjectSearchRequest', 'SearchAnswer'),
    '/access/v1/search/resource': post('For which agencies somebody may', 'ResourceSearchRequest', 'SearchAnswer'),
    '/access/v1/search/action': post('What somebody may do', 'ActionSearchRequest', 'SearchAnswer'),
  },
  schemas: { ...entities, ...requests, ...responses },
}
