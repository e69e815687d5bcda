/** Everything the doctor can find has words, in both languages, and every word can be found. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readWording } from '../../src/doctor/finding.ts'

const folder = fileURLToPath(new URL('../../src/doctor/', import.meta.url))
const { headings, findings } = readWording()

/** Ids put together from parts: what the parts can be is the type of the part. */
const families: Readonly<Record<string, readonly string[]>> = {
  'portal_${result.kind}': [
    'webhook',
    'scope',
    'plan',
    'owner',
    'confirmation',
    'method',
    'https',
    'blocked',
    'closed',
    'moved',
  ].map((kind) => `portal_${kind}`),
  'telemost_${standing}': ['accepted', 'unread', 'refused', 'restricted', 'unreachable'].map(
    (one) => `telemost_${one}`,
  ),
  'scope_${scope}_absent': ['scope_tasks_absent', 'scope_disk_absent'],
  'clock_${whose}_ok': ['clock_telegram_ok', 'clock_portal_ok'],
}

const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n')

test('whatever is found has words', () => {
  const named = [...sources.matchAll(/\bfound\(\s*(?:'(?<id>\w+)'|`(?<family>[^`]+)`)/g)]
  expect(named.length).toBeGreaterThan(70)
  for (const { groups } of named) {
    const ids = groups?.['id'] === undefined ? (families[groups?.['family'] ?? ''] ?? []) : [groups['id']]
    for (const id of ids) expect(Object.keys(findings)).toContain(id)
  }
})

test('whatever has words can be found', () => {
  const composed = new Set(Object.values(families).flat())
  const unused = Object.keys(findings).filter(
    (id) =>
      !sources.includes(`'${id}'`) &&
      !composed.has(id) &&
      !/^clock_(?:telegram|portal)_(?:ahead|behind)_(?:note|wrong)$/.test(id),
  )
  expect(unused).toEqual([])
})

test.each(Object.entries(findings))('%s says the same in both languages', (_id, { ru, en }) => {
  expect((ru.remedy === null) === (en.remedy === null)).toBe(true)
  expect(placesOf(`${ru.says} ${ru.remedy}`)).toEqual(placesOf(`${en.says} ${en.remedy}`))
  expect(`${en.says} ${en.remedy}`).not.toMatch(/[а-яё]/i)
})

test('every section has a heading', () => {
  for (const [, name] of sources.matchAll(/\{ name: '(\w+)', run/g))
    expect(headings[name ?? '']).toBeDefined()
})

function placesOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort()
}

test('whatever is wrong comes with what to do', () => {
  const silent = Object.entries(findings).filter(
    ([, { level, ru }]) => level === 'wrong' && ru.remedy === null,
  )
  expect(silent.map(([id]) => id)).toEqual(['end_wrong'])
})
