/** Every question about a day or a moment in the shipped dialogs, and every kind of answer people give to one. */
import { describe, expect, test } from 'vitest'
import { knownServices } from '../../src/authoring/known-services.ts'
import { loadDialogs } from '../../src/dialogs/load.ts'
import type { AskStep, DialogDefinition } from '../../src/machines/language/definition.ts'
import { functionNames } from '../../src/machines/statechart/functions.ts'
import { openRig, type Rig } from '../support/rig.ts'

type DateStep = Extract<AskStep, { type: 'date_time' }>

interface Asked {
  readonly name: string
  readonly step: DateStep
  readonly definition: DialogDefinition
}

/** Monday, 23 November 2026, noon in Moscow. */
const wednesday = 'ср, 25 ноября'

const { definitions } = await loadDialogs('src/dialogs', {
  services: knownServices(),
  functions: functionNames,
  facts: new Set(['linked']),
})

const asked: readonly Asked[] = [...definitions.values()].flatMap(({ definition }) =>
  definition.steps.flatMap((step) =>
    'ask' in step && step.type === 'date_time'
      ? [{ name: `${definition.dialog}: ${step.ask}`, step, definition }]
      : [],
  ),
)

test('eight dialogs ask about a day or a moment', () => {
  expect(asked.map(({ name }) => name).sort()).toEqual([
    'create-event: start',
    'create-task: deadline',
    'edit-event: start',
    'move-deadline: deadline',
    'move-rest: deadline',
    'pause: until',
    'schedule: days',
    'snooze: at',
  ])
})

describe.each(asked)('$name', (question) => {
  const { step, definition } = question
  const words = (key: string): string => {
    const text = definition.texts[key]?.ru
    return typeof text === 'string' ? text : key
  }
  const deadline = step.expect === 'deadline'

  test.each((step.shortcuts ?? []).map((shortcut) => [words(shortcut), days[shortcut]] as const))(
    'takes a press on «%s» as %s',
    async (label, day) => {
      await using rig = await openAt(question)
      await press(rig, label)
      expect(screen(rig)).toContain(`Взято: ${day}`)
    },
  )

  test.each(buttonsOfToday.filter(([shortcut]) => step.shortcuts?.includes(shortcut)))(
    'takes the button «%s» on that very day as the coming one',
    async (shortcut, today, day) => {
      await using rig = await openAt(question, today)
      await press(rig, words(shortcut))
      expect(screen(rig)).toContain(`Взято: ${day}`)
    },
  )

  test('takes a day of the month that is pressed, and offers none that has passed', async () => {
    await using rig = await openAt(question)
    await press(rig, 'Календарь')
    expect(screen(rig)).toContain('[Ноябрь 2026]')
    expect(screen(rig)).not.toContain('[22]')
    expect(screen(rig)).toContain('[[23]]')
    await press(rig, '27')
    expect(screen(rig)).toContain('Взято: пт, 27 ноября')
  })

  test('takes a month further on, and the way back from it', async () => {
    await using rig = await openAt(question)
    await press(rig, 'Календарь')
    await press(rig, '›')
    expect(screen(rig)).toContain('[Декабрь 2026]')
    await press(rig, '← Назад')
    await press(rig, 'Календарь')
    await press(rig, '›')
    await press(rig, '14')
    expect(screen(rig)).toContain('Взято: пн, 14 декабря')
  })

  test.each([
    ['25.11 18:00', `${wednesday}, 18:00`],
    ['25 ноября', wednesday],
    ['2026-11-25', wednesday],
    ['через 2 дня', wednesday],
    ['послезавтра в 9 утра', `${wednesday}, 09:00`],
    ['on Wednesday at 6 pm', `${wednesday}, 18:00`],
    ['к среде', wednesday],
    ['Среда!!!', wednesday],
    ['в среду в 18 ровно', `${wednesday}, 18:00`],
    ['ср 18-00', `${wednesday}, 18:00`],
    ['в среду, часов в шесть', `${wednesday}, 18:00`],
    ['послезавтра в 1800', `${wednesday}, 18:00`],
    ['через два дня в это же время', `${wednesday}, 12:00`],
  ])('takes «%s»', async (typed, day) => {
    await using rig = await openAt(question)
    await rig.says(typed)
    const dayEnd = deadline ? ', 19:00 (конец рабочего дня)' : ''
    expect(screen(rig)).toContain(`Взято: ${day}${day.includes(':') ? ' · Москва (UTC+3)' : dayEnd}`)
  })

  test('says of what has passed that it has, unless it only shows it, and takes the next answer', async () => {
    await using rig = await openAt(question)
    await rig.says('20.11.2026 15:00')
    expect(screen(rig)).toContain('пт, 20 ноября, 15:00')
    expect([screen(rig).includes('уже прошло'), screen(rig).includes('Взято')]).toEqual(
      step.future === true ? [true, false] : [false, true],
    )
    await rig.says(step.future === true ? 'завтра в 15' : '/when')
    expect(screen(rig)).toContain(
      step.future === true ? 'Взято: завтра, вт, 24 ноября, 15:00' : '[Календарь]',
    )
  })

  test('offers the same hour tomorrow for one that has just passed', async () => {
    await using rig = await openAt(question)
    await rig.says('сегодня в 9 утра')
    const [said, meant] =
      step.future === true
        ? ['уже прошло', 'завтра, вт, 24 ноября, 09:00']
        : ['Взято: сегодня, пн', 'сегодня, пн, 23 ноября, 09:00']
    expect(screen(rig)).toContain(said)
    if (step.future === true) await press(rig, meant)
    expect(screen(rig)).toContain(`Взято: ${meant}`)
  })

  test('takes a day off, and says that it is one where work is planned for it', async () => {
    await using rig = await openAt(question)
    await rig.says('в субботу')
    expect(screen(rig)).toContain('Взято: сб, 28 ноября')
    const said = rig.texts().join('\n')
    expect(said.includes('Это суббота, выходной.')).toBe(step.weekend !== undefined)
  })

  test('says why an impossible day or hour is none, and asks again', async () => {
    await using rig = await openAt(question)
    await rig.says('31 ноября')
    expect(screen(rig)).toContain('Такого дня нет. В ноябре 30 дней.')
    await rig.says('29.02.2027')
    expect(screen(rig)).toContain('В феврале 2027 года 28 дней.')
    await rig.says('завтра в 25:00')
    expect(screen(rig)).toContain('Такого времени нет')
    expect(screen(rig)).toContain('[Календарь]')
    await rig.says('25 ноября')
    expect(screen(rig)).toContain(`Взято: ${wednesday}`)
  })

  test('asks which of two is meant, with a button for each and one for another', async () => {
    await using rig = await openAt(question)
    await rig.says('до конца недели')
    expect(screen(rig)).toContain('[пт, 27 ноября]\n[вс, 29 ноября]\n[Другое]')
    await press(rig, 'Другое')
    expect(screen(rig)).toContain('[Календарь]')
    await rig.says('завтра в 7')
    expect(screen(rig)).toContain('[завтра, вт, 24 ноября, 19:00]\n[завтра, вт, 24 ноября, 07:00]\n[Другое]')
    await press(rig, 'завтра, вт, 24 ноября, 07:00')
    expect(screen(rig)).toContain('Взято: завтра, вт, 24 ноября, 07:00')
  })

  test('asks for another day where only one was ruled out', async () => {
    await using rig = await openAt(question)
    await rig.says('не сегодня')
    expect(screen(rig)).not.toContain('Взято')
    await rig.says('25 ноября')
    expect(screen(rig)).toContain(`Взято: ${wednesday}`)
  })

  test('takes of hours what it has use for: all of them, the end of them, or asks', async () => {
    await using rig = await openAt(question)
    await rig.says('завтра с 10 до 12')
    const end = deadline ? 'Взято: завтра, вт, 24 ноября, 12:00' : '[завтра, вт, 24 ноября, 10:00]\n[Другое]'
    expect(screen(rig)).toContain(step.range === true ? 'Взято: завтра, вт, 24 ноября, 10:00–12:00' : end)
  })

  test('takes of days what it has use for: all of them, or asks', async () => {
    await using rig = await openAt(question)
    await rig.says('с 25 по 27 ноября')
    const ends = `[${wednesday}]\n${deadline ? '[пт, 27 ноября]\n' : ''}[Другое]`
    expect(screen(rig)).toContain(step.range === true ? `Взято: ${wednesday} – пт, 27 ноября` : ends)
  })

  test('takes a repetition where it can repeat; elsewhere says so, and offers the first time', async () => {
    await using rig = await openAt(question)
    await rig.says('каждую среду в 11')
    const repeats = step.repeats === true
    expect(screen(rig).includes('Повторять здесь нельзя, нужен один день.')).toBe(!repeats)
    if (!repeats) await press(rig, `${wednesday}, 11:00`)
    expect(screen(rig)).toContain(`Взято: ${wednesday}, 11:00`)
  })

  test('says of what it did not understand how to say it, twice in different words where it has them', async () => {
    await using rig = await openAt(question)
    await rig.says('абракадабра')
    expect(screen(rig)).toMatch(/Не понял [^\n]*«абракадабра»/)
    await rig.says('ну когда-нибудь')
    expect(screen(rig)).toMatch(
      typeof step.invalid === 'string'
        ? /Не понял [^\n]*«ну когда-нибудь»/
        : /Опять не понял «ну когда-нибудь»/,
    )
    await rig.says('завтра или послезавтра')
    expect(screen(rig)).not.toContain('Взято')
    await rig.says('25 ноября')
    expect(screen(rig)).toContain(`Взято: ${wednesday}`)
  })

  test('says of a picture that text is needed, and still asks', async () => {
    await using rig = await openAt(question)
    await rig.does({ type: 'media', kind: 'sticker', messageId: 40 })
    expect(rig.texts().join('\n')).toContain('Здесь нужен текст')
    await rig.says('25 ноября')
    expect(screen(rig)).toContain(`Взято: ${wednesday}`)
  })
})

const days = {
  today: 'сегодня, пн, 23 ноября',
  tomorrow: 'завтра, вт, 24 ноября',
  friday: 'пт, 27 ноября',
  monday: 'пн, 30 ноября',
  next_week: 'пн, 30 ноября',
} as const

/** A day of that name, and the one meant on it. */
const buttonsOfToday: readonly (readonly ['friday' | 'monday', today: string, day: string])[] = [
  ['friday', '2026-11-27T12:00:00+03:00', 'пт, 4 декабря'],
  ['monday', '2026-11-30T12:00:00+03:00', 'пн, 7 декабря'],
]

/** The question by itself, as its dialog asks it. */
async function openAt({ step, definition }: Asked, now = '2026-11-23T12:00:00+03:00'): Promise<Rig> {
  const { when: _when, depends_on: _depends, ...alone } = step
  const one = {
    ...definition,
    start: { command: 'when' },
    steps: [alone, { say: 'taken' }],
    texts: { ...definition.texts, taken: { ru: `Взято: {${step.ask}}`, en: `Taken: {${step.ask}}` } },
  } as DialogDefinition
  const rig = await openRig({ dialogs: [one] })
  rig.clock.set(now)
  await rig.links()
  await rig.says('/when')
  return rig
}

/** By what is read on it: there are no-break spaces in dates. */
async function press(rig: Rig, words: string): Promise<void> {
  const { rows } = rig.last().message
  const label = rows.flat().find((choice) => choice.label.replaceAll('\u00A0', ' ') === words)?.label
  await rig.presses(label ?? words)
}

function screen(rig: Rig): string {
  const { text, rows } = rig.last().message
  return [text, ...rows.map((row) => row.map(({ label }) => `[${label}]`).join(' '))]
    .join('\n')
    .replaceAll('\u00A0', ' ')
}
