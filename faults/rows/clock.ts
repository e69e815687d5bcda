import { journeyOf } from '../../tests/support/faults/journey.ts'
import { shownTexts } from '../../tests/support/faults/outgoing.ts'
import { pause } from '../../tests/support/faults/waiting.ts'
import { tally, type Row } from '../row.ts'
import { openTrialWorld } from '../scene.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** What the clock of the process is set wrong by; each is taken back. */
const jumps = [-hourMs, hourMs, -dayMs, dayMs]

export const clock: Row = {
  name: 'clock',
  about: 'the clock of the process an hour and a day wrong, both ways, around the hour of the digests',
  bases: ['sqlite', 'postgres'],
  async run(trial) {
    await using world = await openTrialWorld(trial)
    const people = Array.from({ length: trial.bounded ? 1 : 4 }, () => world.newcomer())
    for (const newcomer of people) {
      for (const step of journeyOf(newcomer).slice(0, 3)) {
        await step.act()
        await newcomer.sees(step.sees)
        await world.atRest()
      }
      world.portal.addTask({
        title: 'Просроченный отчёт',
        responsibleId: newcomer.employee,
        createdBy: newcomer.employee,
        deadlineMs: Date.parse('2026-11-20T18:00:00+03:00'),
        createdAtMs: Date.parse('2026-11-01T10:00:00+03:00'),
      })
    }
    await world.moveTo(Date.parse('2026-11-24T07:59:40+03:00'))
    await world.atRest()
    for (const jump of jumps) {
      await world.assistant.advance(jump)
      await pause(1_300)
      await world.assistant.advance(-jump)
      await pause(trial.bounded ? 100 : 1_300)
    }
    await world.moveTo(Date.parse('2026-11-24T08:00:05+03:00'))
    for (let looks = 0; looks < 40 && told(world, '24 ноября', people) < people.length; looks += 1)
      await pause(250)
    // What a wrong clock had leased is anybody's again two minutes later.
    await world.moveTo(Date.parse('2026-11-24T08:02:40+03:00'))
    for (let looks = 0; looks < 40 && told(world, '24 ноября', people) < people.length; looks += 1)
      await pause(250)
    await world.atRest()
    const times = people.flatMap(({ chatId }) =>
      ['23 ноября', '24 ноября', '25 ноября'].map(
        (date) => shownTexts(world.telegram, chatId).filter((text) => isDigest(text, date)).length,
      ),
    )
    return tally({
      runs: people.length,
      faults: jumps.length,
      lost: people.length - told(world, '24 ноября', people),
      repeated: times.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
      violations: world.assistant.isAlive() ? [] : ['the process has died'],
    })
  },
}

type World = Awaited<ReturnType<typeof openTrialWorld>>

function told(world: World, date: string, people: readonly { readonly chatId: number }[]): number {
  return people.filter(({ chatId }) =>
    shownTexts(world.telegram, chatId).some((text) => isDigest(text, date)),
  ).length
}

function isDigest(text: string, date: string): boolean {
  return text.includes('Доброе утро') && text.includes(date)
}
