/** No secret gets into the repository: neither what is tracked nor what the next commit might take along. */
import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const git = (...args: readonly string[]) => execFileSync('git', [...args], { cwd: root, encoding: 'utf8' })

const bytesMax = 2 ** 20
const files = git('ls-files', '--cached', '--others', '--exclude-standard', '-z')
  .split('\0')
  .filter((file) => file !== '' && (statSync(join(root, file), { throwIfNoEntry: false })?.isFile() ?? false))
  .filter((file) => statSync(join(root, file)).size < bytesMax)

/** What real ones look like: of Telegram, of Bitrix24's cloud, of Yandex, and of what developers have lying about. */
const shapes = [
  /\b\d{8,10}:[\w-]{35}(?![\w-])/g,
  /bitrix24\.\w{2,3}\/rest\/\d+\/\w{12,}/g,
  /\by[0-3]_[\w-]{30,}/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/g,
  /\b(?:AKIA[0-9A-Z]{16}|ghp_\w{30,}|github_pat_\w{30,}|eyJ[\w-]{20,}\.[\w-]{20,}\.)/g,
  /\b(?:postgres(?:ql)?|rediss?):\/\/[\w-]+:(?!secret|пароль|password|hunter|\$|%|\*)[^@\s'"`${<]{12,}@(?!127\.0\.0\.1|localhost)/g,
]

/** Evidently made up, for tests of how settings are read. */
const madeUp = new Set([
  '123456789:AAabcdefghijklmnopqrstuvwxyz0123456',
  'bitrix24.ru/rest/1/abcdef0123456789',
])

test('nothing in it looks like a token, a webhook, a key or a password', () => {
  expect(files.length).toBeGreaterThan(1000)
  const found = files.flatMap((file) => secretsIn(readFileSync(join(root, file), 'utf8')).map(() => file))
  // The file alone: what was found must not get into the output of a test run.
  expect(found).toEqual([])
})

test.each([
  ['987654321', 'AAHq3Zx0w9v8u7t6s5r4q3p2o1n0m9l8k7j'].join(':'),
  ['https://romashka.bitrix24.ru/rest', '15', 'k3jx9v2m7q1w8e4r'].join('/'),
  `y0_${'Ag4x'.repeat(12)}`,
  ['-----BEGIN', 'PRIVATE KEY-----'].join(' '),
  `postgres://bot:${'k3jx9v2m'.repeat(2)}@db.romashka.example/assistant`,
])('and if it did, it would be noticed: %#', (planted) => {
  expect(secretsIn(`BEFORE=1\nVALUE=${planted}\n`)).toHaveLength(1)
})

test.each(['.env', 'data/bot.db', 'data/assistant.log', 'bot.log'])('%s is never taken along', (file) => {
  expect(git('check-ignore', file).trim()).toBe(file)
})

test('the example of the settings holds no value of a secret', () => {
  const lines = readFileSync(join(root, '.env.example'), 'utf8').split('\n')
  const given = lines.flatMap((line) => /^(?<key>[A-Z0-9_]+)=(?<value>.+)$/.exec(line)?.groups?.['key'] ?? [])
  expect(given).toEqual([])
})

function secretsIn(text: string): readonly string[] {
  return shapes.flatMap((shape) => text.match(shape) ?? []).filter((found) => !madeUp.has(found))
}
