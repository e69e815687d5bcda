/** Everything that is written for people, in English: no Russian letter in it but where Russian is meant. */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

const files = globSync('src/**/*.yaml').filter((file) => !file.endsWith('.tests.yaml'))

/** A language is called what those who read it call it; words to be typed may be typed in either language. */
const meant = (path: readonly string[]) =>
  path.at(-1) === 'russian' || path.at(-1)?.endsWith('_words') === true

test.each(files)('%s', (file) => {
  const wordings = wordingsIn(parse(readFileSync(file, 'utf8')), [])
  const mixed = wordings.filter(({ path, en }) => !meant(path) && /\p{Script=Cyrillic}/u.test(en))
  expect(mixed).toEqual([])
})

test('there is an English wording for each Russian one, and none of them is empty', () => {
  const all = files.flatMap((file) => wordingsIn(parse(readFileSync(file, 'utf8')), [file]))
  expect(all.length).toBeGreaterThan(500)
  expect(all.filter(({ en }) => en === '""' || en === '{}')).toEqual([])
})

interface Wording {
  readonly path: readonly string[]
  readonly en: string
}

function wordingsIn(value: unknown, path: readonly string[]): readonly Wording[] {
  if (typeof value !== 'object' || value === null) return []
  const parts = new Map(Object.entries(value))
  if (parts.has('ru') || parts.has('en')) return [{ path, en: JSON.stringify(parts.get('en') ?? '') }]
  return [...parts].flatMap(([key, inner]) => wordingsIn(inner, [...path, key]))
}
