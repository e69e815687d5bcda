/**
 * The dialog language as JSON Schema, draft 7: what editors complete and explain keys from. Each kind of step is a branch
 * of its own, and every key says in Russian what it is for.
 */
import { z } from 'zod'
import { definitionSchema, verbs } from '../machines/language/definition.ts'
import { isRecord } from '../machines/diagnose/problem.ts'
import { talksFileSchema } from '../machines/language/talks.ts'
import { talkNotes } from '../machines/language/talk-notes.ts'
import { keyNotes } from '../machines/language/key-notes.ts'

export interface JsonSchema {
  readonly [key: string]: unknown
}

export function dialogSchema(): JsonSchema {
  const { definitions, properties, ...rest } = asRecord(
    z.toJSONSchema(definitionSchema, { io: 'input', target: 'draft-7' }),
  )
  const parts = new Map<string, JsonSchema>(
    Object.entries(asRecord(definitions)).map(([name, part]) => [name, asRecord(part)]),
  )
  const [conditionName = ''] = parts.keys()
  const { steps, ...others } = asRecord(properties)
  const branches = asList(asRecord(asRecord(steps)['items'])['anyOf']).map((branch) =>
    named(asRecord(branch)),
  )
  const shared = new Map<string, JsonSchema>()
  const described = branches.map(([name, branch]) => [name, explained(hoisted(branch, shared))] as const)
  const schema = {
    ...rest,
    title: 'Диалог',
    properties: explainedKeys({
      ...others,
      steps: { ...asRecord(steps), items: { anyOf: described.map(([name]) => reference(name)) } },
      tests: { allOf: [{ $ref: 'tests.schema.json#/properties/tests' }] },
    }),
    definitions: {
      condition: explained(parts.get(conditionName) ?? {}),
      ...Object.fromEntries([...shared].map(([name, part]) => [name, explained(part)])),
      ...Object.fromEntries(described),
    },
  }
  return asRecord(
    JSON.parse(
      JSON.stringify(schema).replaceAll(`#/definitions/${conditionName}`, '#/definitions/condition'),
    ),
  )
}

/** The same of `dialog.tests.yaml`: the conversations that are tried on a dialog. */
export function testsSchema(): JsonSchema {
  const schema = asRecord(z.toJSONSchema(talksFileSchema, { io: 'input', target: 'draft-7' }))
  return asRecord(JSON.parse(JSON.stringify({ ...explained(schema, talkNotes), title: 'Разговоры-тесты' })))
}

/** «ask-text», «find»: the verb is what a step must have and no other has. */
function named(branch: JsonSchema): readonly [string, JsonSchema] {
  const properties = asRecord(branch['properties'])
  const verb = verbs.find((key) => Object.hasOwn(properties, key)) ?? 'step'
  const type = verb === 'ask' ? `-${String(asRecord(properties['type'])['const'])}` : ''
  return [`${verb}${type}`, { title: `${verb}${type.replace('-', ': ')}`, ...branch }]
}

/** Buttons and failures are the same everywhere: said once, referred to. */
function hoisted(branch: JsonSchema, shared: Map<string, JsonSchema>): JsonSchema {
  return mapKeys(branch, (key, value) => {
    if (key === 'buttons' && isRecord(value) && isRecord(value['items'])) {
      shared.set('button', value['items'])
      return { ...value, items: reference('button') }
    }
    if (key === 'on_error' && isRecord(value) && isRecord(value['additionalProperties'])) {
      shared.set('failure', hoisted(value['additionalProperties'], shared))
      return { ...value, additionalProperties: reference('failure') }
    }
    return value
  })
}

function mapKeys(schema: JsonSchema, change: (key: string, value: unknown) => unknown): JsonSchema {
  const properties = Object.entries(asRecord(schema['properties'])).map(([key, value]) => [
    key,
    change(key, value),
  ])
  return { ...schema, properties: Object.fromEntries(properties) }
}

type Notes = typeof keyNotes

/** The schema with the Russian words for every key in it, before the English ones. */
function explained(schema: JsonSchema, notes: Notes = keyNotes): JsonSchema {
  // zod bounds every whole number by what a double can hold; to an author that says nothing.
  const telling = Object.entries(schema).filter(
    ([, value]) => Math.abs(Number(value)) !== Number.MAX_SAFE_INTEGER,
  )
  const entries = telling.map(([key, value]): [string, unknown] => {
    if (key === 'properties') return [key, explainedKeys(asRecord(value), notes)]
    return [key, explainedValue(value, notes)]
  })
  return Object.fromEntries(entries)
}

function explainedValue(value: unknown, notes: Notes): unknown {
  if (Array.isArray(value)) return value.map((part: unknown) => explainedValue(part, notes))
  return isRecord(value) ? explained(value, notes) : value
}

function explainedKeys(properties: JsonSchema, notes: Notes = keyNotes): JsonSchema {
  const entries = Object.entries(properties).map(([key, value]): [string, unknown] => {
    const note = notes.get(key)
    const schema = explained(asRecord(value), notes)
    const english = typeof schema['description'] === 'string' ? schema['description'] : (note?.en ?? '')
    return [key, note === undefined ? schema : { ...schema, description: `${note.ru}\n\n${english}` }]
  })
  return Object.fromEntries(entries)
}

function reference(name: string): JsonSchema {
  return { $ref: `#/definitions/${name}` }
}

function asRecord(value: unknown): JsonSchema {
  return isRecord(value) ? value : {}
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
