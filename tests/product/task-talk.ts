/** What the dialog of a new task shows, and the way to its card: shared by the transcripts. */
import type { ChatClient } from '../support/chat-client.ts'
import type { World } from '../support/world.ts'

export const whatScreen =
  'Что нужно сделать? Напишите название — можно сразу со сроком и исполнителем: «Подготовить смету до пятницы, Игорь Ким».\n[✕ Отмена]'
export const whoScreen =
  'Кто исполнитель? Нажмите «Я» или напишите имя либо фамилию коллеги.\n[Я]\n[← Назад] [✕ Отмена]'
export const whenButtons = '[Сегодня] [Завтра] [Пятница]\n[Календарь] [Без срока]\n[← Назад] [✕ Отмена]'
export const whenScreen = `К какому сроку? Например: «завтра в 15», «в пятницу», «25.11 18:00».\n${whenButtons}`
export const aboutScreen =
  'Добавить описание? Напишите текст или пропустите.\n[Пропустить]\n[← Назад] [✕ Отмена]'
const cardButtons = '[Создать]\n[Изменить] [✕ Отмена]'

export interface Card {
  readonly title: string
  readonly assignee?: string
  readonly deadline?: string
  readonly description?: string
  readonly priority?: string
}

/** The card that asks to check the task, as it is seen. */
export function card({ title, assignee, deadline, description, priority }: Card): string {
  return [
    'Проверьте задачу:',
    title,
    `Исполнитель: ${assignee ?? 'Анна Петрова'}`,
    `Срок: ${deadline ?? '—'}`,
    `Важность: ${priority ?? 'Обычная'}`,
    `Описание: ${description ?? '—'}`,
    cardButtons,
  ].join('\n')
}

export const drafted: Card = { title: 'Подготовить смету' }

/** Says what leads to the card of {@link drafted}. */
export async function atCard(chat: ChatClient): Promise<void> {
  await chat.asks(`/task ${drafted.title}`, 'Кто исполнитель?')
  await chat.asks('я', 'К какому сроку?')
  await chat.asks('без срока', 'Добавить описание?')
  await chat.asks('пропустить', 'Проверьте задачу')
}

/** The task that was made last. */
export function newTask(world: World) {
  return world.portal.tasks().at(-1)
}
