/** What a newcomer does, from the first hello to a task in the portal. */
import type { Newcomer } from './newcomer.ts'

export type StepName =
  | 'start'
  | 'email'
  | 'code'
  | 'new task'
  | 'title'
  | 'assignee'
  | 'deadline'
  | 'description'
  | 'create'

export interface Step {
  readonly name: StepName
  /** Done once, and never again, whatever happens to the assistant. */
  act(): Promise<void> | void
  /** What the person then waits to see. */
  readonly sees: string
}

export function journeyOf(newcomer: Newcomer): readonly Step[] {
  const says = (text: string) => () => newcomer.says(text)
  const clicks = (label: string) => () => newcomer.clicks(label)
  return [
    { name: 'start', act: says('/start'), sees: 'Напишите рабочую почту' },
    { name: 'email', act: says(newcomer.email), sees: 'пришлите мне шесть цифр' },
    { name: 'code', act: () => newcomer.typesCode(), sees: 'Готово, Анна!' },
    { name: 'new task', act: says('/task'), sees: 'Что нужно сделать?' },
    { name: 'title', act: says('Подготовить смету'), sees: 'Кто исполнитель?' },
    { name: 'assignee', act: says('Игорь'), sees: 'К какому сроку?' },
    { name: 'deadline', act: says('завтра в 15:00'), sees: 'Добавить описание?' },
    { name: 'description', act: clicks('Пропустить'), sees: 'Проверьте задачу:' },
    { name: 'create', act: clicks('Создать'), sees: '«Подготовить смету».' },
  ]
}
