/** The routes of the Telemost API under `/v1/telemost-api`, with their OAuth permissions (docs). */
import type { Json, JsonObject } from '../../src/ports/json.ts'
import {
  changeConference,
  createConference,
  deleteConference,
  findConference,
  removeCohosts,
  setCohosts,
  showConference,
  showShort,
  type Account,
  type TelemostState,
} from './conferences.ts'
import { TelemostRefusal } from './refusal.ts'

export interface ApiRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly authorization: string
  /** Parsed JSON; undefined when the body is not JSON. */
  readonly body: unknown
}

export interface ApiAnswer {
  readonly status: number
  readonly body: Json | null
}

export interface ApiDeps {
  readonly state: TelemostState
  readonly token: string
  /** What the token's owner agreed to: `create`, `read`, `update`, `delete` of `telemost-api:conferences.*`. */
  readonly permissions: readonly string[]
  readonly account: Account
  readonly modes: TelemostModes
  readonly nowMs: number
}

export interface TelemostModes {
  /** Revoked or past its date: 401 to everything. */
  tokenRevoked: boolean
  /** The account is no organisation's: 403 `ApiRestrictedToOrganizations` (the index page; a newer page denies it). */
  restricted: boolean
}

interface Route {
  readonly permission: string
  run(deps: ApiDeps, request: ApiRequest, id: string): ApiAnswer
}

const noContent: ApiAnswer = { status: 204, body: null }

const routes: Readonly<Record<string, Route>> = {
  'POST /conferences': {
    permission: 'create',
    run: ({ state, account, nowMs }, { body }) => ({
      status: 201,
      body: showShort(createConference(state, account, body, nowMs)),
    }),
  },
  'GET /conferences/:id': {
    permission: 'read',
    run: ({ state }, _request, id) => ({ status: 200, body: showConference(findConference(state, id)) }),
  },
  'PATCH /conferences/:id': {
    permission: 'update',
    run: ({ state, account }, { body }, id) => ({
      status: 200,
      body: showShort(changeConference(state, account, id, body)),
    }),
  },
  'DELETE /conferences/:id': {
    permission: 'delete',
    run({ state }, _request, id) {
      deleteConference(state, id)
      return noContent
    },
  },
  'GET /conferences/:id/cohosts': {
    permission: 'read',
    run: ({ state }, { query }, id) => ({ status: 200, body: cohostPage(state, id, query) }),
  },
  'PUT /conferences/:id/cohosts': {
    permission: 'update',
    run({ state, account }, { body }, id) {
      setCohosts(state, account, id, body, 'replace')
      return noContent
    },
  },
  'PATCH /conferences/:id/cohosts': {
    permission: 'update',
    run({ state, account }, { body }, id) {
      setCohosts(state, account, id, body, 'add')
      return noContent
    },
  },
  'DELETE /conferences/:id/cohosts': {
    permission: 'update',
    run({ state }, { query }, id) {
      removeCohosts(state, id, (query.get('cohost_emails') ?? '').split(','))
      return noContent
    },
  },
}

const base = '/v1/telemost-api'

/** The name of the route (`POST /conferences`), for faults and the log; null when there is none. */
export function routeName(method: string, path: string): string | null {
  const match = /^\/conferences(\/[^/]+)?(\/cohosts)?$/.exec(
    path.startsWith(base) ? path.slice(base.length) : '',
  )
  if (match === null) return null
  const name = `${method} /conferences${match[1] === undefined ? '' : '/:id'}${match[2] ?? ''}`
  return Object.hasOwn(routes, name) ? name : null
}

/** @throws TelemostRefusal */
export function answer(deps: ApiDeps, request: ApiRequest): ApiAnswer {
  // A revoked token is told before anything about the account (inferred from OAuth in general).
  if (deps.modes.tokenRevoked || request.authorization !== `OAuth ${deps.token}`)
    throw new TelemostRefusal(401, 'Unauthorized', 'Invalid OAuth token')
  const route = routes[routeName(request.method, request.path) ?? '']
  if (route === undefined) throw new TelemostRefusal(404, 'NotFound', 'No such resource')
  if (deps.modes.restricted)
    throw new TelemostRefusal(403, 'ApiRestrictedToOrganizations', 'API is available to organizations only')
  if (!deps.permissions.includes(route.permission))
    throw new TelemostRefusal(403, 'Forbidden', `No permission telemost-api:conferences.${route.permission}`)
  const id = decodeURIComponent(request.path.slice(base.length).split('/')[2] ?? '')
  return route.run(deps, request, id)
}

const pageMax = 256

function cohostPage(state: TelemostState, id: string, query: URLSearchParams): JsonObject {
  const offset = Number(query.get('offset') ?? 0)
  const limit = Number(query.get('limit') ?? 50)
  if (!Number.isInteger(offset) || offset < 0 || !Number.isInteger(limit) || limit < 1 || limit > pageMax) {
    throw new TelemostRefusal(400, 'ValidationError', 'offset or limit is out of range')
  }
  const { cohosts } = findConference(state, id)
  return { cohosts: cohosts.slice(offset, offset + limit).map((email) => ({ email })) }
}
