/** Every conversation that is written down beside a shipped dialog goes as it is written. */
import { describe, expect, test } from 'vitest'
import { openDialogs } from '../../src/authoring/files.ts'
import { readTalks } from '../../src/authoring/talk/read-talks.ts'
import { runTalk } from '../../src/authoring/talk/run-talk.ts'
import { talkDeps } from '../../src/authoring/test-command.ts'
import { formatProblems } from '../../src/dialogs/format-problems.ts'

const { asked, library, repairs, services } = await openDialogs([])
if (repairs === null) throw new Error('the built-in texts cannot be read')
const deps = talkDeps(library, repairs, services)
const read = await Promise.all(
  asked.map(async ({ definition, file }) => ({
    dialog: definition.dialog,
    ...(await readTalks(file, services)),
  })),
)

test('they are written without a fault', () => {
  const problems = read.flatMap((one) => one.problems)
  const sources = new Map(read.flatMap((one) => [...one.sources]))
  expect(formatProblems(problems, sources, 'ru')).toBe('')
  expect(read.filter(({ talks }) => talks.length > 0).length).toBeGreaterThanOrEqual(5)
})

describe.each(read.filter(({ talks }) => talks.length > 0))('$dialog', ({ dialog, talks }) => {
  test.each(talks.map(({ talk }) => [talk.name, talk] as const))('%s', (_name, talk) => {
    const { failures } = runTalk(deps, dialog, talk)
    expect(failures.map(({ turn, message, seen }) => ({ turn, message: message.ru, seen }))).toEqual([])
  })
})
