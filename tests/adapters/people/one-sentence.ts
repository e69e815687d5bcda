/** One sentence, read as the dialogs of tasks and meetings read it, among two hundred employees. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createDateReader } from '../../../src/adapters/dates/reader.ts'
import { createDateWriter } from '../../../src/adapters/dates/writer.ts'
import { createKnownPeople } from '../../../src/adapters/people/known-people.ts'
import { readSentence } from '../../../src/machines/conversation/sentence.ts'
import { wordsOf } from '../../../src/machines/conversation/words.ts'
import {
  definitionSchema,
  type AskStep,
  type DialogDefinition,
} from '../../../src/machines/language/definition.ts'
import { isWhen } from '../../../src/machines/language/steps/date-time.ts'
import { toPortalUserId } from '../../../src/ports/identity.ts'
import type { Json } from '../../../src/ports/json.ts'
import type { KnownPeople, Person } from '../../../src/ports/people.ts'

export interface Row {
  readonly dialog: 'task' | 'event'
  readonly text: string
  readonly title: string
  /** Ids of those who are taken. */
  readonly taken?: readonly number[]
  /** Ids of those between whom it asks, for each name. */
  readonly asked?: readonly (readonly number[])[]
  /** Local. */
  readonly when?: string
  readonly priority?: string
}

export const employees: readonly Person[] = lines('employees.jsonl').map((line) => {
  const row = line as { id: number } & Omit<Person, 'id'>
  return { ...row, id: toPortalUserId(row.id) }
})

/** All but the first were written before any run. */
export const sentences = [
  'sentences.jsonl',
  'sentences-2.jsonl',
  'sentences-3.jsonl',
  'sentences-4.jsonl',
].flatMap(lines) as readonly Row[]

export const people: KnownPeople = createKnownPeople({ people: () => employees })

const written = { ru: 'слова', en: 'words' }
const base = { version: 1, title: written }
const title = { ask: 'title', type: 'text', length: [1, 250], prompt: 'text', invalid: 'text' }
const find = {
  type: 'person',
  service: 'people.search',
  prompt: 'text',
  several: 'text',
  none: 'text',
  waiting: 'text',
  on_error: { otherwise: { say: 'text' } },
}

const dialogs: Readonly<Record<Row['dialog'], DialogDefinition>> = {
  task: definitionSchema.parse({
    ...base,
    dialog: 'task',
    steps: [
      { ...title, takes: ['who', 'when', 'priority'] },
      { ...find, find: 'who' },
      {
        ask: 'when',
        type: 'date_time',
        future: true,
        past: 'text',
        prompt: 'text',
        invalid: 'text',
        unsure: 'text',
      },
      {
        ask: 'priority',
        type: 'choice',
        options: ['normal', 'high'],
        also: { high: 'urgent', normal: 'calm' },
        prompt: 'text',
        invalid: 'text',
      },
    ],
    texts: {
      text: written,
      normal: { ru: 'Обычная', en: 'Normal' },
      high: { ru: 'Высокая', en: 'High' },
      urgent: { ru: 'срочно, важно, !', en: 'urgent, important, !' },
      calm: { ru: 'не срочно', en: 'not urgent' },
    },
  }),
  event: definitionSchema.parse({
    ...base,
    dialog: 'event',
    steps: [
      { ...title, takes: ['when', 'who'] },
      {
        ask: 'when',
        type: 'date_time',
        expect: 'event',
        range: true,
        prompt: 'text',
        invalid: 'text',
        unsure: 'text',
      },
      { ...find, find: 'who', multiple: { max: 20, more: 'text', done: 'text', full: 'text' } },
    ],
    texts: { text: written },
  }),
}

const reader = createDateReader()
const writer = createDateWriter()

/** Monday, 23 November 2026, noon in Moscow. */
export function understood(dialog: Row['dialog'], text: string, staff: KnownPeople = people): Row {
  const definition = dialogs[dialog]
  const scene = {
    reader,
    writer,
    people: staff,
    policy: { workStartMinutes: 480, workEndMinutes: 1200, dayEndMinutes: 1140 },
    language: /[а-я]/i.test(text) ? 'ru' : 'en',
    nowMs: Date.parse('2026-11-23T12:00:00+03:00'),
    zone: 'Europe/Moscow',
    me: { id: toPortalUserId(9_999), name: 'Зинаида Громыко' },
  } as const
  const env = { ...scene, words: (key: string) => wordsOf(definition, key, scene.language) }
  const step = definition.steps[0] as AskStep
  const sentence = readSentence(definition, step, text, env, scene)
  if (sentence === null) return { dialog, text, title: text }
  const { value, also, offered } = sentence
  const { who, when, priority } = also
  const asked = offered['who']
  const taken = [...(who === undefined ? [] : ids(who)), ...(asked?.chosen ?? []).flatMap(ids)]
  return {
    dialog,
    text,
    title: typeof value === 'string' ? value : '',
    ...(taken.length > 0 && { taken }),
    ...(asked !== undefined && {
      asked: asked.choices.map((choice) => choice.flatMap((one) => ids(one.value))),
    }),
    ...(isWhen(when) && { when: when.start.local }),
    ...(typeof priority === 'string' && { priority }),
  }
}

function ids(value: Json): readonly number[] {
  const all = Array.isArray(value) ? (value as readonly Json[]) : [value]
  return all.map((one) => (one as { readonly id: number }).id)
}

function lines(name: string): readonly unknown[] {
  const text = readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
}
