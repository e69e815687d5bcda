import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createVoice } from '../../../../src/scheduler/rules/compose/voice.ts'
import { notificationTexts, type NotificationText } from '../../../../src/scheduler/rules/compose/words.ts'
import { at, moscow, words } from '../people.ts'
import { shown } from './said.ts'

const source = readFileSync(new URL('../../../../src/dialogs/notifications.yaml', import.meta.url), 'utf8')

test.each([
  [1, 'задача'],
  [2, 'задачи'],
  [4, 'задачи'],
  [5, 'задач'],
  [11, 'задач'],
  [12, 'задач'],
  [14, 'задач'],
  [21, 'задача'],
  [22, 'задачи'],
  [25, 'задач'],
  [101, 'задача'],
  [111, 'задач'],
])('%i %s', (count, word) => {
  expect(shown(words('section_due_today', 'ru', { count }))).toBe(`Срок сегодня — ${count}~${word}`)
})

test.each([
  [1, 'встреча', 'событие', 'день'],
  [2, 'встречи', 'события', 'дня'],
  [5, 'встреч', 'событий', 'дней'],
  [21, 'встреча', 'событие', 'день'],
])('%i %s, %s, %s', (count, meeting, event, day) => {
  expect(shown(words('section_tomorrow', 'ru', { on: 'Завтра', count }))).toBe(`Завтра — ${count}~${meeting}`)
  expect(shown(words('events_soon', 'ru', { in: 'Скоро', count }))).toBe(`⏰ Скоро — ${count}~${event}`)
  expect(shown(words('days_ago', 'ru', { days: count }))).toBe(`${count}~${day} назад`)
})

test.each([
  [1, 'Через 1~минуту', 'In 1~minute'],
  [3, 'Через 3~минуты', 'In 3~minutes'],
  [15, 'Через 15~минут', 'In 15~minutes'],
  [21, 'Через 21~минуту', 'In 21~minutes'],
  [60, 'Через час', 'In an hour'],
  [61, 'Через 1~час 1~минуту', 'In 1~hour 1~minute'],
  [120, 'Через 2~часа', 'In 2~hours'],
  [300, 'Через 5~часов', 'In 5~hours'],
])('%i minutes ahead is «%s», “%s”', (minutes, russian, english) => {
  const nowMs = at('2026-11-24 09:00')
  const inLanguage = (language: 'ru' | 'en') => {
    const said = createVoice(words, { nowMs, zone: moscow, language }).until(nowMs + minutes * 60_000) ?? ''
    return shown(said.slice(0, 1).toUpperCase() + said.slice(1))
  }
  expect([inLanguage('ru'), inLanguage('en')]).toEqual([russian, english])
})

test.each([
  ['2026-11-24', 'вторник, 24~ноября', 'Во вторник, 24~ноября', 'Tuesday, 24~November'],
  ['2026-11-30', 'понедельник, 30~ноября', 'В понедельник, 30~ноября', 'Monday, 30~November'],
  ['2027-01-11', 'понедельник, 11~января 2027', 'В понедельник, 11~января 2027', 'Monday, 11~January 2027'],
])('%s is «%s», «%s», “%s”', (date, day, on, english) => {
  const moment = { nowMs: at('2026-11-24 09:00'), zone: moscow }
  const voice = createVoice(words, { ...moment, language: 'ru' })
  expect([voice.longDay(date), voice.onDay(date)].map(shown)).toEqual([day, on])
  expect(shown(createVoice(words, { ...moment, language: 'en' }).longDay(date))).toBe(english)
})

test('between a number and its word there is a no-break space, and nothing is shouted', () => {
  expect(source.match(/\{(?:count|days|hours|minutes)\} [a-zа-яё]/gi)).toBeNull()
  const texts = source.split('\n').filter((line) => /^\s+(ru|en|one|few|many|other):/.test(line))
  expect(texts.length).toBeGreaterThan(200)
  expect(texts.filter((line) => line.includes('!'))).toEqual([])
})

test('every text is said somewhere', () => {
  const folder = new URL('../../../../src/scheduler/rules/compose/', import.meta.url)
  const files = [
    'buttons',
    'compose',
    'deadline-reminder',
    'digest',
    'event-reminder',
    'event-view',
    'lines',
    'voice',
  ]
  const code = files.map((name) => readFileSync(new URL(`${name}.ts`, folder), 'utf8')).join('\n')
  const unsaid = notificationTexts.filter((key: NotificationText) => !code.includes(`'${key}'`))
  expect(unsaid).toEqual([])
})
