/** One sentence fills a card: the whole product over real HTTP. */
import { describe, expect, test } from 'vitest'
import { openWorld } from '../support/world.ts'
import { aboutScreen, card, newTask } from './task-talk.ts'

describe('a task', () => {
  test('is taken apart into who, until when and how urgent, and shown before it is created', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('anna')
    await chat.asks('/task Подготовить отчёт Иванову до пятницы 18:00, срочно', 'Добавить описание?')
    expect(chat.screen()).toBe(aboutScreen)
    await chat.asks('пропустить', 'Проверьте задачу')
    expect(chat.screen()).toBe(
      card({
        title: 'Подготовить отчёт',
        assignee: 'Пётр Иванов',
        deadline: 'пт, 27 ноября, 18:00 · Москва (UTC+3)',
        priority: 'Высокая',
      }),
    )
    expect(newTask(world)?.title).not.toBe('Подготовить отчёт')
    await chat.clicks('Создать')
    await chat.sees('Задача создана')
    expect(newTask(world)).toMatchObject({ title: 'Подготовить отчёт', responsibleId: 31, priority: 2 })
  })

  test('is understood the same from plain text, and from the answer to «Что нужно сделать?»', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('anna')
    const sentence = 'поставь Игорю смету до пятницы'
    const understood = card({
      title: 'смету',
      assignee: 'Игорь Ким',
      deadline: 'пт, 27 ноября, 19:00 (конец рабочего дня)',
    })
    await chat.asks(sentence, 'поставь')
    await chat.clicks('➕ Новая задача')
    await chat.sees('Добавить описание?')
    await chat.asks('пропустить', 'Проверьте задачу')
    expect(chat.screen()).toBe(understood)
    await chat.asks('/cancel', 'Отменил')
    await chat.asks('/task', 'Что нужно сделать?')
    await chat.asks(sentence, 'Добавить описание?')
    await chat.asks('пропустить', 'Проверьте задачу')
    expect(chat.screen()).toBe(understood)
  })

  test('for «Саше», of whom there are two, asks which of them', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('anna')
    await chat.asks('/task Подготовить макет Саше завтра в 15:00', 'Кого выбрать?')
    expect(chat.screen()).toContain('[Александр Волков · Инженер]\n[Александра Волкова · Дизайнер]')
    await chat.clicks('Александра Волкова · Дизайнер')
    await chat.sees('Добавить описание?')
    await chat.asks('пропустить', 'Проверьте задачу')
    expect(chat.screen()).toBe(
      card({
        title: 'Подготовить макет',
        assignee: 'Александра Волкова',
        deadline: 'завтра, вт, 24 ноября, 15:00 · Москва (UTC+3)',
      }),
    )
  })

  test('whose name may be whose thing it is keeps it, unless that person is chosen', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('igor')
    await chat.asks('/task Подготовить отчёт Петровой', 'Кого выбрать?')
    expect(chat.screen()).toContain('[Анна Петрова · Менеджер по продажам]\n[Игорь Ким]')
    await chat.clicks('Анна Петрова · Менеджер по продажам')
    await chat.sees('К какому сроку?')
    await chat.asks('без срока', 'Добавить описание?')
    await chat.asks('пропустить', 'Проверьте задачу')
    expect(chat.screen()).toBe(card({ title: 'Подготовить отчёт' }))
    await chat.asks('/cancel', 'Отменил')
    await chat.asks('/task Подготовить отчёт Петровой', 'Кого выбрать?')
    await chat.clicks('Игорь Ким')
    await chat.sees('К какому сроку?')
    await chat.asks('без срока', 'Добавить описание?')
    await chat.asks('пропустить', 'Проверьте задачу')
    expect(chat.screen()).toBe(card({ title: 'Подготовить отчёт Петровой', assignee: 'Игорь Ким' }))
  })

  test('that was written by a colleague is not for its author', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('anna')
    await chat.asks('Иванов Пётр:\nПодготовьте отчёт до пятницы', 'Иванов')
    await chat.clicks('➕ Новая задача')
    await chat.sees('Кто исполнитель?')
    await chat.asks('Ким', 'Проверьте задачу')
    expect(chat.screen()).toContain('\nПодготовьте отчёт\nИсполнитель: Игорь Ким\nСрок: пт, 27 ноября')
    expect(chat.screen()).toContain('Описание: Иванов Пётр:\nПодготовьте отчёт до пятницы')
  })

  test('that somebody shall do is called by what is to be done', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('anna')
    await chat.asks('/task Пусть Игорь Ким завтра проверит логи', 'Добавить описание?')
    await chat.asks('пропустить', 'Проверьте задачу')
    expect(chat.screen()).toContain('\nПроверить логи\nИсполнитель: Игорь Ким\nСрок: завтра, вт, 24 ноября')
  })

  test('for somebody nobody knows keeps the name in its title', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('anna')
    await chat.asks('/task Подготовить отчёт Игорю Сидорову до пятницы', 'Кто исполнитель?')
    await chat.asks('я', 'Добавить описание?')
    await chat.asks('пропустить', 'Проверьте задачу')
    expect(chat.screen()).toContain('\nПодготовить отчёт Игорю Сидорову\n')
  })

  test('that is corrected in the message is understood anew', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('anna')
    await chat.asks('/task', 'Что нужно сделать?')
    const id = chat.says('Подготовить отчёт Иванову до пятницы')
    await chat.sees('Добавить описание?')
    chat.person.edit(id, 'Подготовить смету Киму до четверга')
    await world.settled()
    await chat.asks('пропустить', 'Проверьте задачу')
    expect(chat.screen()).toBe(
      card({
        title: 'Подготовить смету',
        assignee: 'Игорь Ким',
        deadline: 'чт, 26 ноября, 19:00 (конец рабочего дня)',
      }),
    )
  })

  test.each(['Игорю Киму', 'Кима И.В.', 'у Игоря'])('asks who, and understands «%s»', async (name) => {
    await using world = await openWorld()
    const chat = await world.linkedChat('anna')
    await chat.asks('/task Смета на ремонт', 'Кто исполнитель?')
    await chat.asks(name, 'К какому сроку?')
    await chat.asks('без срока', 'Добавить описание?')
    await chat.asks('пропустить', 'Проверьте задачу')
    expect(chat.screen()).toContain('\nИсполнитель: Игорь Ким\n')
  })

  test('is understood without people while the portal is silent', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('anna')
    world.portal.fault({ kind: 'status', status: 500, method: 'user.get', times: 50 })
    await world.restart()
    await chat.asks('/task Подготовить отчёт Иванову до пятницы', 'Кто исполнитель?')
    await chat.asks('я', 'Добавить описание?')
    await chat.asks('пропустить', 'Проверьте задачу')
    expect(chat.screen()).toContain('\nПодготовить отчёт Иванову\n')
  })
})

describe('a meeting', () => {
  test('is taken apart into what, with whom and when', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('john')
    await chat.asks(
      '/event созвон с Кимом и Петровой завтра в 11 на полчаса',
      'Busy at that time: Анна Петрова',
    )
    await chat.clicks('Schedule')
    await chat.sees('Telemost')
    await chat.clicks('No link')
    await chat.sees('Check the meeting')
    expect(chat.screen()).toMatch(
      /\nсозвон\ntomorrow, Tue 24.November, 11:00–11:30[^\n]*\nParticipants: Игорь Ким, Анна Петрова\n/,
    )
    await chat.clicks('Create')
    await chat.sees('Meeting created')
  })

  test('whose length is said without a clock is not asked for it again', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('igor')
    await chat.asks('/event Созвон с Котовым завтра на полчаса', 'Во сколько начало?')
    await chat.asks('18:00', /Телемост|заняты/)
    await chat.asks('/cancel', 'Отменил')
    await chat.asks('/event Разбор с Котовым в пятницу весь день', /Телемост|заняты/)
    await chat.asks('/cancel', 'Отменил')
    await chat.asks('/event Перенести релиз на час вперёд', 'Когда начало?')
    await chat.asks('завтра в 18:00', 'Сколько продлится?')
  })

  test('with one of two asks which, after those who are certain', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('igor')
    await chat.asks('/event Планёрка с Сашей и Петровой завтра 18:00–18:30', 'Нашёл')
    await chat.clicks('Александр Волков · Инженер')
    await chat.sees('Участники: 2')
    await chat.clicks('Готово')
    await chat.sees('В это время заняты')
    await chat.clicks('Назначить')
    await chat.sees('Телемост')
    await chat.clicks('Без ссылки')
    await chat.sees('Проверьте встречу')
    expect(chat.screen()).toContain('Планёрка\n')
    expect(chat.screen()).toContain('Участники: Анна Петрова, Александр Волков')
  })

  test('with two names that each may be of two people asks about one after the other', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('igor')
    await chat.asks('/event Обзор с Сашей и Марией Соколовой завтра 18:00–18:30', 'Кого')
    await chat.clicks('Александр Волков · Инженер')
    await chat.clicks('Мария Соколова · Бухгалтер')
    await chat.sees('Участники: 2')
    expect(chat.screen()).toContain('Александр Волков')
    expect(chat.screen()).toContain('Мария Соколова')
  })

  test('that says nothing of what it is about is asked for its name alone', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('igor')
    await chat.asks('/event с Котовым завтра 18:00–18:30', 'Как назовём встречу?')
    await chat.asks('Рейсы', /Телемост|заняты/)
    expect(chat.screen()).not.toContain('Кого')
  })
})
