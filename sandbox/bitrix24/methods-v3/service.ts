import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { isObject, textOf } from '../json.ts'
import type { CallV3, MethodTableV3, MethodV3 } from './method.ts'

/** What the portal says about its own REST 3.0. `all` lists every method by name. */
export function serviceMethodsV3(all: () => MethodTableV3): MethodTableV3 {
  const openApi: MethodV3 = { scope: null, writes: false, run: () => describe(all()) }
  return {
    'rest.scope.list': { scope: null, writes: false, run: (call) => listScopes(call, all()) },
    'rest.documentation.openapi': openApi,
    documentation: openApi,
  }
}

/**
 * Methods open to this webhook as module → controller → method; the shape of a leaf is known from the PHP SDK alone
 * (inferred).
 */
function listScopes(call: CallV3, methods: MethodTableV3): Json {
  const tree: Record<string, Json> = {}
  for (const [name, method] of Object.entries(methods)) {
    if (!name.includes('.') || !isScopeGranted(call.portal, method)) continue
    const [module = '', controller = '', ...rest] = name.split('.')
    if (textOf(call.params['filterModule']) !== '' && call.params['filterModule'] !== module) continue
    const controllers: JsonObject = isObject(tree[module]) ? tree[module] : {}
    const actions: JsonObject = isObject(controllers[controller]) ? controllers[controller] : {}
    const leaf = { scope: name, title: '', description: '', fields: null }
    tree[module] = { ...controllers, [controller]: { ...actions, [rest.join('.')]: leaf } }
  }
  return tree
}

export function isScopeGranted(portal: CallV3['portal'], method: MethodV3): boolean {
  const { v3TaskScope } = portal.modes
  if (method.scope === null) return true
  const granted = v3TaskScope === 'either' ? ['task', 'tasks'] : [v3TaskScope]
  return granted.some((scope) => portal.scopes.includes(scope))
}

function describe(methods: MethodTableV3): Json {
  return {
    openapi: '3.0.0',
    info: { title: 'Bitrix24 REST V3 API', version: '1.0.0' },
    tags: [{ name: 'tasks', description: 'tasks module methods' }],
    paths: Object.fromEntries(Object.keys(methods).map((name) => [`/${name}`, {}])),
  }
}
