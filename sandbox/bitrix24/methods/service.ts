import type { Json } from '../../../src/ports/json.ts'
import { isEmpty, textOf } from '../json.ts'
import { isoInZone } from '../time.ts'
import type { Call, Method, MethodTable } from './method.ts'

/** Scopes the sandbox knows, for `scope {full: true}` and the webhook form. */
export const knownScopes = [
  'calendar',
  'department',
  'im',
  'task',
  'tasks',
  'user',
  'user_basic',
  'user_brief',
] as const

/** Methods any webhook may call. `find` looks a v2 method up by its lower-case name. */
export function serviceMethods(find: (name: string) => Method | undefined): MethodTable {
  return {
    profile: { scopes: [], run: (call) => ({ result: profile(call) }) },
    'user.admin': { scopes: [], run: (call) => ({ result: call.owner.isAdmin }) },
    scope: {
      scopes: [],
      run: (call) => ({ result: isEmpty(call.params['full']) ? [...call.portal.scopes] : [...knownScopes] }),
    },
    'method.get': { scopes: [], run: (call) => ({ result: describeMethod(call, find) }) },
    'feature.get': { scopes: [], run: () => ({ result: { value: 'Y' } }) },
    'server.time': {
      scopes: [],
      run: ({ portal }) => ({ result: isoInZone(portal.clock.now(), portal.state.zone) }),
    },
    'app.info': {
      scopes: [],
      run: (call) => ({ result: { SCOPE: [...call.portal.scopes], LICENSE: 'ru_basic', INSTALLED: true } }),
    },
  }
}

function profile({ owner }: Call): Json {
  return {
    ID: String(owner.id),
    ADMIN: owner.isAdmin,
    NAME: owner.name,
    LAST_NAME: owner.lastName,
    PERSONAL_GENDER: owner.gender,
    TIME_ZONE: owner.timeZone ?? '',
    PERSONAL_PHOTO: '',
  }
}

function describeMethod(call: Call, find: (name: string) => Method | undefined): Json {
  const method = find(textOf(call.params['name']).toLowerCase())
  if (method === undefined) return { isExisting: false, isAvailable: false }
  const isAvailable =
    method.scopes.length === 0 || method.scopes.some((scope) => call.portal.scopes.includes(scope))
  return { isExisting: true, isAvailable }
}
