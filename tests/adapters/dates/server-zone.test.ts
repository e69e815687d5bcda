import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const phrases = (
  'завтра в 10:00|в пятницу|10 марта|в 3|через 2 часа|через месяц|до конца недели|18:00 мск|25.12 15:30|' +
  'на следующей неделе|завтра в 02:30|tomorrow at 3pm|March 20|next Friday|20/03/2027'
).split('|')

const script = `
  const { createDateReader } = await import(process.argv[1])
  const reader = createDateReader()
  const policy = { workStartMinutes: 540, workEndMinutes: 1080, dayEndMinutes: 1080 }
  const told = []
  for (const zone of ['Europe/Moscow', 'Europe/Berlin', 'Asia/Kamchatka', 'America/New_York'])
    for (const now of ['2026-03-10T11:30:00Z', '2026-03-28T22:40:00Z'])
      for (const text of JSON.parse(process.argv[2]))
        told.push(reader.parseWhen(text, { now: Date.parse(now), zone, language: 'ru', policy }))
  process.stdout.write(JSON.stringify(told))
`

function readOn(serverZone: string): string {
  const reader = new URL('../../../src/adapters/dates/reader.ts', import.meta.url).href
  return execFileSync(
    process.execPath,
    ['--input-type=module', '-e', script, reader, JSON.stringify(phrases)],
    {
      cwd: fileURLToPath(new URL('../../..', import.meta.url)),
      env: { TZ: serverZone },
      encoding: 'utf8',
    },
  )
}

test('the server’s own zone changes nothing', () => {
  const onUtc = readOn('UTC')
  expect(JSON.parse(onUtc)).toHaveLength(phrases.length * 8)
  expect(onUtc).toContain('"utc":"2026-03-11T07:00:00Z"')
  for (const zone of ['Asia/Vladivostok', 'America/Los_Angeles', 'Australia/Lord_Howe']) {
    expect(readOn(zone)).toBe(onUtc)
  }
})
