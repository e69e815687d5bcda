/** A day's work with tasks and meetings on portals that differ: people see the same, and the portal holds the same. */
import { describe, expect, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { openWorld, type World } from '../support/world.ts'
import { at, moveMeeting, openTicking } from './reminder-talk.ts'
import { shows } from './event-talk.ts'

const portals = [
  {},
  { restV3: false, xmlIdFilter: 'ignored' },
  { idempotency: 'ignored', concurrentKey: 'one-runs', v3TaskScope: 'either' },
  { updateResponsible: 'plain', responsibleEdits: true, headsEdit: 'any' },
  { taskDateOffset: 'date', noDeadlineIsBefore: true, userArrayFilter: 'ignored' },
  { language: 'en', timeNumbers: 'float', operatingInTime: false, totalWhenUncounted: 'absent' },
  { legacyParameters: 'named', taskComments: 'refused', unknownTaskFilter: 'refused' },
  { userFilterDefault: 'exact', searchFoldsYo: false, sectionDetection: 'always' },
  { accessibilityRows: 'all', accessibilityIds: 'number', privateEvents: 'shown' },
] as const

function taskNamed(world: World, title: string) {
  const found = world.portal.tasks().find((one) => one.title === title)
  if (found === undefined) throw new Error(`No task «${title}»`)
  return found
}

test.each(portals)('a day on a portal like %j', async (modes) => {
  await using world = await openWorld({ modes })
  const chat = await world.linkedChat()
  await chat.asks('/task Смета на склад завтра в 15', 'Кто исполнитель?')
  await chat.asks('я', 'Добавить описание?')
  await chat.asks('пропустить', 'Проверьте задачу')
  await shows(world, () => chat.clicks('Создать'))
  expect(chat.screen()).toContain('✅ Задача создана: «Смета на склад».')
  const { id } = taskNamed(world, 'Смета на склад')
  expect(taskNamed(world, 'Смета на склад')).toMatchObject({
    createdBy: 15,
    responsibleId: 15,
    deadlineMs: Date.parse('2026-11-24T15:00:00+03:00'),
  })
  await shows(world, () => chat.says('/tasks'))
  expect(chat.screen()).toMatch(/^Ваши задачи — 4/)
  expect(chat.screen()).toContain('Смета на склад — завтра, 15:00')
  await shows(world, () => chat.says(`/task_status ${id} в работе`))
  expect(chat.screen()).toContain('Статус задачи — в работе.')
  await shows(world, () => chat.says(`/task_assign ${id} Ким`))
  await shows(world, () => chat.clicks('Передать'))
  expect(chat.screen()).toContain('✅ Задача «Смета на склад» передана. Исполнитель — Игорь Ким.')
  expect(taskNamed(world, 'Смета на склад').responsibleId).toBe(27)
  await shows(world, () => chat.says(`/task_status ${id} готово`))
  expect(chat.screen()).toContain('Статус задачи — завершена.')

  await shows(world, () => chat.says('/event Показ сметы завтра 16:00–17:00'))
  await chat.asks('Ким', 'Участники: 1.')
  await shows(world, () => chat.clicks('Готово'))
  await shows(world, () => chat.clicks('Без ссылки'))
  await shows(world, () => chat.clicks('Создать'))
  expect(chat.screen()).toContain('✅ Встреча создана: «Показ сметы»')
  await shows(world, () => chat.says('/schedule завтра'))
  expect(chat.screen()).toContain('16:00–17:00 Показ сметы')
  expect(world.portal.events().filter(({ name }) => name === 'Показ сметы')).toHaveLength(1)
})

const token = 'jvh98mno2kqr4stu'
const demo = 'Показ для ООО «Вектор»'

describe.each([{}, { hookDelivery: 'twice', hookOrder: 'reversed' }] as const)(
  'what the portal itself tells of a change, in a portal like %j',
  (modes) => {
    test('reaches the chat at once, once, and a card that is opened then is as it is now', async () => {
      const port = await freePort()
      await using world = await openTicking({
        modes,
        ungated: true,
        env: { HTTP_LISTEN: `127.0.0.1:${port}`, BITRIX24_EVENT_TOKEN: token },
      })
      const chat = await world.linkedChat()
      await at(world, '2026-11-23 14:45')
      await chat.sees('Через 15 минут')
      world.portal.setHook({ url: `http://127.0.0.1:${port}/bitrix24/events`, token })
      const contract = world.portal.tasks().find(({ title }) => title.startsWith('Подготовить договор'))
      world.portal.changeTask(contract?.id ?? 0, { deadlineMs: Date.parse('2026-11-25T12:00:00+03:00') })
      await moveMeeting(world, demo, '2026-11-23 17:00', '2026-11-23 18:00')
      await world.portal.hooksIdle()
      // The clock stands still: it is no regular look that finds it.
      await chat.sees('📌 Встреча перенесена')
      await world.settled()
      expect(chat.transcript().filter((line) => line.includes('Встреча перенесена'))).toHaveLength(1)
      await shows(world, () => chat.says('/tasks'))
      expect(chat.screen()).toContain('Подготовить договор с ООО «Вектор» — ср, 25 ноября, 12:00')
      await shows(world, () => chat.says('/schedule'))
      expect(chat.screen()).toContain(`17:00–18:00 ${demo}`)
    })
  },
)
