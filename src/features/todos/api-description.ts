// How OpenAPI describes the to-do API.
import { MOST_TITLE } from '../../core/application-todos.ts'
import { answered, describedOperation, describedProblem } from '../../web/openapi.ts'
import { TODO_API_PATH } from './api-routes.ts'
import type { ApiDescription } from '../../web/openapi.ts'

const text = { type: 'string' }

export const TODO_API_DESCRIPTION: ApiDescription = {
  schemas: {
    TodoRequest: {
      type: 'object', required: ['subject', 'title', 'link'], additionalProperties: false,
      properties: {
        subject: { ...text, description: 'The sub by which the application knows the person.' },
        title: { ...text, minLength: 1, maxLength: MOST_TITLE.zh, description: 'In Chinese, without personal numbers.' },
        titleEn: { ...text, minLength: 1, maxLength: MOST_TITLE.en },
        link: { ...text, format: 'uri', maxLength: 2000, description: 'Of the origin of a registered address of the application.' },
        deadline: { ...text, format: 'date' },
      },
    },
    Todo: {
      type: 'object', required: ['id', 'href', 'addedAt'],
      properties: { id: { ...text, format: 'uuid' }, href: text, addedAt: { ...text, format: 'date-time' } },
    },
  },
  paths: {
    [TODO_API_PATH]: {
      post: describedOperation({
        scope: 'todos', summary: 'Adds an item for one of the application\'s own people.',
        parameters: [{
          name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', minLength: 1, maxLength: 200 },
          description: 'A name of yours for this item. The same request again has the same answer.',
        }],
        requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/TodoRequest' } } } },
        responses: {
          201: answered('It waits for the person.', 'Todo'),
          409: describedProblem('Too many items of the application wait for this person.'),
          422: describedProblem('The item cannot be taken (`pointer` says where), or its Idempotency-Key was used for another.'),
        },
      }),
    },
    [`${TODO_API_PATH}/{id}`]: {
      delete: describedOperation({
        scope: 'todos', summary: 'Takes an item from the person\'s list.',
        parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
        responses: { 204: { description: 'It does not wait any more.' }, 404: describedProblem('The application has no such item.') },
      }),
    },
  },
}
