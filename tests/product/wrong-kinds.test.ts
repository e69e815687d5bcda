/** What is no text, where a text is waited for. */
import { describe, expect, test } from 'vitest'
import { openWorld } from '../support/world.ts'
import { shows } from './event-talk.ts'

const kinds = ['sticker', 'voice', 'photo', 'document', 'location'] as const
const wrong = 'бот: Здесь нужен текст. Файлы можно приложить после создания задачи.'

describe.each(kinds)('a %s', (kind) => {
  test('at the e-mail and at the code is said to be no text, and the question stays', async () => {
    await using world = await openWorld()
    const chat = world.chat()
    const refused = async (question: string) => {
      await shows(world, () => chat.person.sendMedia(kind))
      expect(chat.transcript().at(-2)).toBe(wrong)
      expect(chat.screen()).toContain(question)
    }
    await chat.asks('/start', 'Напишите рабочую почту')
    await refused('Напишите рабочую почту')
    await chat.asks('anna.petrova@romashka.example', 'пришлите мне шесть цифр')
    await world.settled()
    await refused('пришлите мне шесть цифр')
  })
})
