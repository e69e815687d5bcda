import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { dialogSchema, testsSchema, type JsonSchema } from '../../src/dialogs/schema.ts'
import { isRecord } from '../../src/machines/diagnose/problem.ts'
import { keyNotes } from '../../src/machines/language/key-notes.ts'
import { talkNotes } from '../../src/machines/language/talk-notes.ts'
import { askSchemas } from '../../src/machines/language/steps/ask-kinds.ts'
import { verbs } from '../../src/machines/language/definition.ts'
import { bookRoom } from './book-room.ts'
import { borrowBook } from './borrow-book.ts'

const schema = dialogSchema()

test('the schema that editors read is the one of the language', async () => {
  const written: unknown = JSON.parse(await readFile('src/dialogs/dialog.schema.json', 'utf8'))
  expect(written, 'run: node scripts/dialog-schema.ts && npm run format').toEqual(schema)
})

test('the schema of conversations that editors read is theirs, and explains every key in both languages', async () => {
  const tests = testsSchema()
  const written: unknown = JSON.parse(await readFile('src/dialogs/tests.schema.json', 'utf8'))
  expect(written, 'run: node scripts/dialog-schema.ts && npm run format').toEqual(tests)
  const keys = new Set<string>()
  walk(tests, (part) => {
    for (const key of Object.keys(isRecord(part['properties']) ? part['properties'] : {})) keys.add(key)
  })
  expect([...keys].toSorted()).toEqual([...talkNotes.keys()].toSorted())
})

test('every key of the language says in Russian what it is for', () => {
  const keys = new Set<string>()
  walk(schema, (part) => {
    for (const key of Object.keys(isRecord(part['properties']) ? part['properties'] : {})) keys.add(key)
  })
  expect([...keys].filter((key) => !/[а-я]/.test(keyNotes.get(key)?.ru ?? ''))).toEqual([])
  expect([...keyNotes.keys()].filter((key) => !keys.has(key))).toEqual([])
})

test('wherever a key stands, pointing at it tells in Russian and in English what it is for', () => {
  const silent: string[] = []
  walk(schema, (part) => {
    for (const [key, value] of Object.entries(isRecord(part['properties']) ? part['properties'] : {})) {
      const said = isRecord(value) ? value['description'] : null
      const told = typeof said === 'string' ? said : ''
      const [ru = '', en = ''] = told.split('\n\n')
      if (!/[а-я]/.test(ru) || !/[a-z]/.test(en)) silent.push(key)
    }
  })
  expect(silent).toEqual([])
})

test('every kind of step is a branch of its own', () => {
  const definitions = isRecord(schema['definitions']) ? Object.keys(schema['definitions']) : []
  expect(definitions).toEqual(
    expect.arrayContaining([...Object.keys(askSchemas).map((type) => `ask-${type}`), ...verbs.slice(1)]),
  )
  expect(JSON.stringify(schema)).not.toContain('__schema')
})

test('the dialogs the assistant ships with conform to it', async () => {
  const files = globSync('src/dialogs/*/dialog.yaml')
  expect(files.length).toBeGreaterThanOrEqual(3)
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  expect(texts.map((text) => faults(schema, parse(text)))).toEqual(files.map(() => []))
  expect(faults(schema, parse(bookRoom))).toEqual([])
  expect(faults(schema, parse(borrowBook))).toEqual([])
})

test.each([
  ['lenght: [3, 80]', 'length: [3, 80]'],
  ['version: "3"', 'version: 3'],
  ['after: 30 minutes', 'after: 30m'],
  ['- do: booking', '- call: booking'],
])('what the language refuses, the schema refuses too: %s', (wrong, right) => {
  expect(faults(schema, parse(bookRoom.replace(right, wrong)))).not.toEqual([])
})

test.each([
  ['pick: leave', 'pick: 5'],
  ['redo: card', 'rdo: card'],
  ['has: take', 'holds: take'],
  ['{ words: [shelf, book] }', '{ words: [shelf] }'],
  ['max: 3', 'max: 1'],
  ['light', 'lihgt'],
  ['offers: ["09:00", "18:00"]', 'offers: ["9.00"]'],
])('and of lists, menus and what is handed over: %s → %s', (right, wrong) => {
  const source = `light: true\n${borrowBook}`
  expect(source).toContain(right)
  expect(faults(schema, parse(source))).toEqual([])
  expect(faults(schema, parse(source.replace(right, wrong)))).not.toEqual([])
})

function walk(part: unknown, see: (schema: JsonSchema) => void): void {
  if (Array.isArray(part)) part.forEach((one) => walk(one, see))
  if (!isRecord(part)) return
  see(part)
  Object.values(part).forEach((one) => walk(one, see))
}

/** As much of JSON Schema draft 7 as our schema uses; an unknown keyword is a fault, so that none is passed over. */
function faults(at: unknown, value: unknown, path = ''): readonly string[] {
  if (!isRecord(at)) return [`${path}: no schema`]
  return Object.entries(at).flatMap(([keyword, rule]) => {
    const check = keywords.get(keyword)
    return check === undefined ? [`${path}: unknown keyword ${keyword}`] : check(rule, value, path, at)
  })
}

type Check = (rule: unknown, value: unknown, path: string, at: JsonSchema) => readonly string[]

function says(wrong: boolean, fault: string): readonly string[] {
  return wrong ? [fault] : []
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (value === null) return 'null'
  return Number.isInteger(value) ? 'integer' : typeof value
}

const ignored: Check = () => []

const keywords = new Map<string, Check>([
  ['$schema', ignored],
  ['title', ignored],
  ['description', ignored],
  ['default', ignored],
  ['definitions', ignored],
  [
    '$ref',
    (rule, value, path) =>
      faults(
        String(rule)
          .split('/')
          .slice(1)
          .reduce<unknown>((part, key) => (isRecord(part) ? part[key] : undefined), schema),
        value,
        path,
      ),
  ],
  [
    'type',
    (rule, value, path) => {
      const types = new Set<unknown>([rule].flat())
      const type = typeOf(value)
      return says(!types.has(type) && !(type === 'integer' && types.has('number')), `${path}: is ${type}`)
    },
  ],
  ['const', (rule, value, path) => says(rule !== value, `${path}: not ${String(rule)}`)],
  ['enum', (rule, value, path) => says(!(rule as unknown[]).includes(value), `${path}: not one of the list`)],
  [
    'pattern',
    (rule, value, path) =>
      says(typeof value === 'string' && !new RegExp(String(rule)).test(value), `${path}: pattern`),
  ],
  [
    'minLength',
    (rule, value, path) => says(typeof value === 'string' && value.length < Number(rule), `${path}: short`),
  ],
  [
    'minimum',
    (rule, value, path) => says(typeof value === 'number' && value < Number(rule), `${path}: small`),
  ],
  ['maximum', (rule, value, path) => says(typeof value === 'number' && value > Number(rule), `${path}: big`)],
  [
    'minItems',
    (rule, value, path) => says(Array.isArray(value) && value.length < Number(rule), `${path}: few`),
  ],
  [
    'maxItems',
    (rule, value, path) => says(Array.isArray(value) && value.length > Number(rule), `${path}: many`),
  ],
  [
    'required',
    (rule, value, path) =>
      says(
        isRecord(value) && !(rule as string[]).every((key) => Object.hasOwn(value, key)),
        `${path}: incomplete`,
      ),
  ],
  [
    'properties',
    (rule, value, path) =>
      isRecord(value) && isRecord(rule)
        ? Object.entries(rule).flatMap(([key, part]) =>
            Object.hasOwn(value, key) ? faults(part, value[key], `${path}.${key}`) : [],
          )
        : [],
  ],
  [
    'additionalProperties',
    (rule, value, path, at) => {
      const known = isRecord(at['properties']) ? at['properties'] : {}
      const others = Object.keys(isRecord(value) ? value : {}).filter((key) => !Object.hasOwn(known, key))
      if (rule === false) return says(others.length > 0, `${path}: ${others.join(', ')}`)
      return isRecord(value) ? others.flatMap((key) => faults(rule, value[key], `${path}.${key}`)) : []
    },
  ],
  [
    'propertyNames',
    (rule, value, path) =>
      isRecord(value) ? Object.keys(value).flatMap((key) => faults(rule, key, `${path}.${key}`)) : [],
  ],
  [
    'items',
    (rule, value, path) => {
      if (!Array.isArray(value)) return []
      const list = value as readonly unknown[]
      return list.flatMap((part, index) =>
        faults(Array.isArray(rule) ? (rule as readonly unknown[])[index] : rule, part, `${path}.${index}`),
      )
    },
  ],
  [
    'additionalItems',
    (rule, value, path, at) =>
      says(
        rule === false && Array.isArray(value) && value.length > [at['items']].flat().length,
        `${path}: too many`,
      ),
  ],
  [
    'anyOf',
    (rule, value, path) =>
      says(
        !(rule as unknown[]).some((part) => faults(part, value, path).length === 0),
        `${path}: none of the branches`,
      ),
  ],
  ['allOf', (rule, value, path) => (rule as unknown[]).flatMap((part) => faults(part, value, path))],
])
