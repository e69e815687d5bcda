import { describe, expect, test } from 'vitest'
import type { ChatClient } from '../support/chat-client.ts'
import { openWorld, type World } from '../support/world.ts'
import {
  aboutScreen,
  atCard,
  card,
  drafted,
  newTask,
  whatScreen,
  whenButtons,
  whenScreen,
  whoScreen,
} from './task-talk.ts'

describe('from the question to the task', () => {
  test('a task for oneself is created with buttons alone, and nothing but its title is typed', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/task', 'Что нужно сделать?')
    expect(chat.screen()).toBe(whatScreen)
    await chat.asks('Подготовить смету', 'Кто исполнитель?')
    expect(chat.screen()).toBe(whoScreen)
    await chat.clicks('Я')
    await chat.sees('К какому сроку?')
    expect(chat.screen()).toBe(whenScreen)
    await chat.clicks('Завтра')
    await chat.sees('Добавить описание?')
    expect(chat.screen()).toBe(aboutScreen)
    await chat.clicks('Пропустить')
    await chat.sees('Проверьте задачу')
    const deadline = 'завтра, вт, 24 ноября, 19:00 (конец рабочего дня)'
    expect(chat.screen()).toBe(card({ title: 'Подготовить смету', deadline }))
    await chat.clicks('Создать')
    await chat.sees('✅')
    expect(chat.screen()).toBe(
      [
        '✅ Задача создана: «Подготовить смету».',
        'Исполнитель: Анна Петрова',
        `Срок: ${deadline}`,
        '[Открыть в Битрикс24]',
        '[Ещё задача]',
      ].join('\n'),
    )
    expect(newTask(world)).toMatchObject({
      title: 'Подготовить смету',
      description: '',
      createdBy: 15,
      responsibleId: 15,
      deadlineMs: Date.parse('2026-11-24T19:00:00+03:00'),
      priority: 1,
    })
    // Asked with buttons, the whole of it took the place of one message.
    expect(chat.transcript().slice(-3)).toEqual([
      'бот: Что нужно сделать? Напишите название — можно сразу со сроком и исполнителем: «Подготовить смету до пятницы, Игорь Ким».',
      'я: Подготовить смету',
      expect.stringMatching(/^бот: ✅/),
    ])
  })

  test('the same is done by typing alone, and no card keeps its buttons behind', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/task', 'Что нужно сделать?')
    await chat.asks('Подготовить смету', 'Кто исполнитель?')
    await chat.asks('ким', 'К какому сроку?')
    await chat.asks('в пятницу к 15:30', 'Добавить описание?')
    await chat.asks('Взять цены из <прайса> & проверить', 'Проверьте задачу')
    expect(chat.screen()).toBe(
      card({
        title: 'Подготовить смету',
        assignee: 'Игорь Ким',
        deadline: 'пт, 27 ноября, 15:30 · Москва (UTC+3)',
        description: 'Взять цены из <прайса> & проверить',
      }),
    )
    await world.settled()
    expect(chat.pressable().filter((text) => !text.startsWith('Готово'))).toEqual([
      expect.stringContaining('Проверьте задачу'),
    ])
    await chat.asks('да', '✅ Задача создана')
    expect(newTask(world)).toMatchObject({
      description: 'Взять цены из <прайса> & проверить',
      responsibleId: 27,
      deadlineMs: Date.parse('2026-11-27T15:30:00+03:00'),
    })
  })

  test('«Открыть» leads to the task in the portal, and «Ещё задача» begins the next one', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await atCard(chat)
    await chat.clicks('Создать')
    await chat.sees('✅')
    const opened = await chat.clicks('Открыть в Битрикс24')
    expect(opened.opened).toMatch(
      new RegExp(`/company/personal/user/15/tasks/task/view/${newTask(world)?.id}/$`),
    )
    await chat.clicks('Ещё задача')
    await chat.sees('Что нужно сделать?')
    expect(chat.screen()).toBe(whatScreen)
    await chat.asks('Вторая задача', 'Кто исполнитель?')
  })

  test('/task takes the title with it, unless it is too short to be one', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/task Позвонить в банк', 'Кто исполнитель?')
    await chat.clicks('✕ Отмена')
    await chat.sees('Отменил')
    await chat.asks('/task Яя', 'Что нужно сделать?')
    await chat.asks('Яя', 'от 3 до 250 символов')
    expect(chat.screen()).toBe('Название — от 3 до 250 символов. Напишите его ещё раз.\n[✕ Отмена]')
    await chat.asks('я'.repeat(251), 'от 3 до 250 символов')
    await chat.asks('Яяя', 'Кто исполнитель?')
  })
})

describe('the assignee', () => {
  test('is chosen by a button when several have the name', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/task Сверить счета', 'Кто исполнитель?')
    await chat.asks('Мария Соколова', 'Кого выбрать?')
    expect(chat.screen()).toBe(
      [
        'Нашёл 2 человека. Кого выбрать?',
        '[Мария Соколова · Бухгалтер]',
        '[Мария Соколова · Руководитель снабжения]',
        '[← Назад] [✕ Отмена]',
      ].join('\n'),
    )
    await chat.clicks('Мария Соколова · Руководитель снабжения')
    await chat.sees('К какому сроку?')
    await chat.asks('без срока', 'Добавить описание?')
    await chat.clicks('Пропустить')
    await chat.clicks('Создать')
    await chat.sees('✅')
    expect(newTask(world)).toMatchObject({ responsibleId: 17 })
  })

  test('is asked for again when nobody, or too little, was named; another name may be typed over a choice', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/task Сверить счета', 'Кто исполнитель?')
    await chat.asks('Щукин', 'Никого не нашёл')
    expect(chat.screen()).toBe(
      'Никого не нашёл по «Щукин». Проверьте написание или введите фамилию.\n[Я]\n[← Назад] [✕ Отмена]',
    )
    await chat.asks('К.', 'хотя бы две буквы')
    expect(chat.screen()).toBe('Напишите имя или фамилию — хотя бы две буквы.\n[Я]\n[← Назад] [✕ Отмена]')
    await chat.asks('Соколова', 'Кого выбрать?')
    await chat.asks('Жуков', 'Никого не нашёл по «Жуков»')
    await chat.asks('Котов', 'К какому сроку?')
  })
})

describe('the deadline', () => {
  test('with two meanings is offered as two buttons, and «Другое» asks anew', async () => {
    await using world = await openWorld()
    const chat = await atDeadline(world)
    await chat.asks('завтра в 7', 'Уточните')
    const choice = [
      'Уточните, что вы имели в виду:',
      '[завтра, вт, 24 ноября, 19:00]',
      '[завтра, вт, 24 ноября, 07:00]',
      '[Другое]',
      '[← Назад] [✕ Отмена]',
    ].join('\n')
    expect(chat.screen()).toBe(choice)
    await chat.clicks('Другое')
    await chat.sees('К какому сроку?')
    expect(chat.screen()).toBe(whenScreen)
    await chat.asks('завтра в 7', 'Уточните')
    expect(chat.screen()).toBe(choice)
    await chat.clicks('завтра, вт, 24 ноября, 07:00')
    await chat.sees('Добавить описание?')
    await chat.asks('пропустить', 'Срок: завтра, вт, 24 ноября, 07:00')
  })

  test('in the past is refused with what was understood, and the same time tomorrow is offered', async () => {
    await using world = await openWorld()
    const chat = await atDeadline(world)
    await chat.asks('вчера в 10', 'Это время уже прошло')
    expect(chat.screen()).toBe(
      `Это время уже прошло: вчера, вс, 22 ноября, 10:00. Назовите другой срок.\n[завтра, вт, 24 ноября, 10:00]\n${whenButtons}`,
    )
    await chat.asks('через час', 'Добавить описание?')
    await chat.asks('пропустить', 'Срок: сегодня, пн, 23 ноября, 13:00')
  })

  test('that is no date is refused with an example, and the second time with another way', async () => {
    await using world = await openWorld()
    const chat = await atDeadline(world)
    await chat.asks('когда-нибудь', 'Не понял дату «когда-нибудь»')
    expect(chat.screen()).toBe(
      `Не понял дату «когда-нибудь». Напишите, например, «завтра в 15:00» или «25.11».\n${whenButtons}`,
    )
    await chat.asks('как получится', 'Опять не понял')
    expect(chat.screen()).toBe(
      `Опять не понял «как получится». Нажмите кнопку или напишите день и время цифрами: «25.11 18:00».\n${whenButtons}`,
    )
    await chat.clicks('Пятница')
    await chat.sees('Добавить описание?')
    await chat.asks('пропустить', 'Срок: пт, 27 ноября, 19:00 (конец рабочего дня)')
  })

  test('may be left out, and so may the description; too long a one is refused', async () => {
    await using world = await openWorld()
    const chat = await atDeadline(world)
    await chat.clicks('Без срока')
    await chat.sees('Добавить описание?')
    await chat.asks('о'.repeat(4001), 'Слишком длинно')
    expect(chat.screen()).toBe(
      'Слишком длинно: описание — до 4000 символов.\n[Пропустить]\n[← Назад] [✕ Отмена]',
    )
    await chat.clicks('Пропустить')
    await chat.clicks('Создать')
    await chat.sees('✅')
    expect(chat.screen()).toContain('\nСрок: —\n')
    expect(newTask(world)).toMatchObject({ description: '', deadlineMs: null })
  })
})

describe('on second thoughts', () => {
  test('every field can be changed from the card', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await atCard(chat)
    expect(chat.screen()).toBe(card(drafted))

    const change = async (field: string, question: string): Promise<void> => {
      await chat.clicks('Изменить')
      await chat.sees('Что изменить?')
      expect(chat.screen()).toBe(
        'Что изменить?\n[Название] [Исполнитель] [Срок]\n[Описание] [Важность]\n[← Назад]',
      )
      await chat.clicks(field)
      await chat.sees(question)
    }
    await change('Название', 'Что нужно сделать?')
    await chat.asks('Согласовать смету', 'Проверьте задачу')
    await change('Исполнитель', 'Кто исполнитель?')
    await chat.asks('Орлова', 'Проверьте задачу')
    await change('Срок', 'К какому сроку?')
    await chat.clicks('Сегодня')
    await chat.sees('Проверьте задачу')
    await change('Описание', 'Добавить описание?')
    await chat.asks('Все три листа', 'Проверьте задачу')
    await change('Важность', 'Какая важность?')
    await chat.asks('очень важно', 'Выберите важность кнопкой')
    expect(chat.screen()).toBe('Выберите важность кнопкой.\n[Обычная] [Высокая]\n[← Назад] [✕ Отмена]')
    await chat.clicks('Высокая')
    await chat.sees('Проверьте задачу')
    expect(chat.screen()).toBe(
      card({
        title: 'Согласовать смету',
        assignee: 'Татьяна Орлова',
        deadline: 'сегодня, пн, 23 ноября, 19:00 (конец рабочего дня)',
        description: 'Все три листа',
        priority: 'Высокая',
      }),
    )
    await chat.clicks('Создать')
    await chat.sees('✅')
    expect(newTask(world)).toMatchObject({
      title: 'Согласовать смету',
      responsibleId: 11,
      description: 'Все три листа',
      priority: 2,
    })
  })

  test('an edit that is left with «Назад» changes nothing, and neither does what is typed at a menu or the card', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await atCard(chat)
    await chat.clicks('Изменить')
    await chat.sees('Что изменить?')
    await chat.asks('срок на пятницу', 'Нажмите одну из кнопок')
    expect(chat.screen()).toBe(
      [
        'Нажмите одну из кнопок — или /cancel, чтобы прервать.',
        '[Название] [Исполнитель] [Срок]',
        '[Описание] [Важность]',
        '[← Назад]',
      ].join('\n'),
    )
    await chat.clicks('Срок')
    await chat.sees('К какому сроку?')
    await chat.clicks('← Назад')
    await chat.sees('Проверьте задачу')
    expect(chat.screen()).toBe(card(drafted))
    await chat.clicks('Изменить')
    await chat.sees('Что изменить?')
    await chat.clicks('← Назад')
    await chat.sees('Проверьте задачу')
    expect(chat.screen()).toBe(card(drafted))
    await chat.asks('давай', 'Нажмите одну из кнопок')
    expect(chat.screen()).toBe(`Нажмите одну из кнопок — или /cancel, чтобы прервать.\n\n${card(drafted)}`)
  })

  test('«Назад» leads through all the questions, by button or by word, and they can be answered otherwise', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/task', 'Что нужно сделать?')
    await chat.asks('Подготовить смету', 'Кто исполнитель?')
    await chat.clicks('Я')
    await chat.sees('К какому сроку?')
    await chat.clicks('Без срока')
    await chat.sees('Добавить описание?')
    await chat.clicks('← Назад')
    await chat.sees('К какому сроку?')
    await chat.asks('назад', 'Кто исполнитель?')
    await chat.clicks('← Назад')
    await chat.sees('Что нужно сделать?')
    expect(chat.screen()).toBe(whatScreen)
    await chat.asks('Другое дело', 'Кто исполнитель?')
    await chat.asks('Лебедев', 'К какому сроку?')
    await chat.asks('завтра', 'Добавить описание?')
    await chat.asks('Пропустить', 'Проверьте задачу')
    expect(chat.screen()).toBe(
      card({
        title: 'Другое дело',
        assignee: 'Сергей Лебедев',
        deadline: 'завтра, вт, 24 ноября, 19:00 (конец рабочего дня)',
      }),
    )
  })

  test('it can be cancelled at every question and on the card, and nothing is created', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    const before = world.portal.tasks().length
    const ways: readonly (readonly [readonly string[], string])[] = [
      [['/task'], '✕ Отмена'],
      [['/task Смета'], '✕ Отмена'],
      [['/task Смета', 'Соколова'], '✕ Отмена'],
      [['/task Смета', 'я'], '/cancel'],
      [['/task Смета', 'я', 'завтра в 7'], 'отмена'],
      [['/task Смета', 'я', 'завтра'], 'Отмена'],
      [['/task Смета', 'я', 'завтра', 'пропустить'], '✕ Отмена'],
    ]
    for (const [words, way] of ways) {
      for (const said of words) {
        chat.says(said)
        await world.settled()
      }
      if (way.startsWith('✕')) await chat.clicks(way)
      else chat.says(way)
      await chat.sees('Отменил. Ничего не создано.')
      await world.settled()
      expect(chat.screen()).toBe('Отменил. Ничего не создано.')
      // What was asked is gone with its buttons.
      expect(chat.pressable().slice(1)).toEqual([])
      world.pass(60_000)
    }
    expect(world.portal.tasks()).toHaveLength(before)
    await chat.asks('/cancel', 'Сейчас отменять нечего')
  })

  test('an edited message corrects the answer it was', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/task', 'Что нужно сделать?')
    const title = chat.says('Подготовить счету')
    await chat.sees('Кто исполнитель?')
    chat.person.edit(title, 'Подготовить смету')
    await world.settled()
    expect(chat.screen()).toBe(whoScreen)
    const who = chat.says('Соколова')
    await chat.sees('Нашёл 2 человека')
    chat.person.edit(who, 'Громов')
    await chat.sees('К какому сроку?')
    await chat.asks('завтра', 'Добавить описание?')
    await chat.asks('пропустить', 'Проверьте задачу')
    expect(chat.screen()).toContain('Подготовить смету\nИсполнитель: Виктор Громов\n')
    // An older answer is corrected on the card, not by its message.
    const card = chat.person.lastFromBot()?.messageId
    chat.person.edit(title, 'Подготовить отчёт')
    await world.settled()
    expect(chat.screen()).toContain('Проверьте задачу:\nПодготовить смету\n')
    expect(chat.person.lastFromBot()?.messageId).toBe(card)
  })

  test('an edit of a message that answers nothing moves nothing, wherever one is', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    const command = chat.says('/tasks')
    await chat.sees('Ваши задачи')
    const offered = chat.says('Позвонить в банк')
    await chat.sees('Что из этого сделать?')
    await chat.asks('/task', 'Что нужно сделать?')
    const before = chat.transcript().map((line) => line.replace(/^я: .*/, 'я'))
    for (const [message, words] of [
      [command, '/tasks today'],
      [offered, 'Позвонить в банк завтра'],
    ] as const) {
      chat.person.edit(message, words)
      await world.settled()
    }
    expect(chat.transcript().map((line) => line.replace(/^я: .*/, 'я'))).toEqual(before)
    expect(chat.screen()).toBe(whatScreen)
  })
})

/** The chat of a task that waits for its deadline. */
async function atDeadline(world: World): Promise<ChatClient> {
  const chat = await world.linkedChat()
  await chat.asks('/task Сверить счета', 'Кто исполнитель?')
  await chat.asks('я', 'К какому сроку?')
  return chat
}
