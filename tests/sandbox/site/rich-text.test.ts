import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { plainText, richText, type RichNode } from '../../../sandbox/site/rich-text.ts'
import type { EntityType, MessageEntity } from '../../../sandbox/telegram/entities/entity.ts'

const places = { botUsername: 'assistant_sandbox_bot', portalOrigin: 'http://127.0.0.1:8100' }

function render(text: string, ...entities: MessageEntity[]): RichNode[] {
  return richText(text, entities, places)
}

describe('a message of the bot', () => {
  test('without entities is its text', () => {
    expect(render('Задач <b>нет</b>')).toEqual(['Задач <b>нет</b>'])
  })

  test('nests bold around a link and counts emoji as two units', () => {
    const text = '☀️😀 Встреча: Телемост'
    const start = text.indexOf('Встреча')
    const link = text.indexOf('Телемост')
    expect(
      render(
        text,
        { type: 'text_link', offset: link, length: 8, url: 'https://telemost.yandex.ru/j/1' },
        { type: 'bold', offset: start, length: text.length - start },
      ),
    ).toEqual([
      '☀️😀 ',
      {
        tag: 'bold',
        children: [
          'Встреча: ',
          {
            tag: 'link',
            link: { type: 'web', href: 'https://telemost.yandex.ru/j/1' },
            children: ['Телемост'],
          },
        ],
      },
    ])
  })

  test.each<[EntityType, string]>([
    ['italic', 'italic'],
    ['underline', 'underline'],
    ['strikethrough', 'strike'],
    ['code', 'code'],
    ['spoiler', 'spoiler'],
    ['text_mention', 'mention'],
  ])('shows %s as %s', (type, tag) => {
    expect(render('Игорь', { type, offset: 0, length: 5 })).toEqual([{ tag, children: ['Игорь'] }])
  })

  test('makes a command, an address and an e-mail tappable', () => {
    expect(render('/task', { type: 'bot_command', offset: 0, length: 5 })).toEqual([
      { tag: 'command', command: '/task', children: ['/task'] },
    ])
    expect(render('example.com', { type: 'url', offset: 0, length: 11 })).toEqual([
      { tag: 'link', link: { type: 'web', href: 'https://example.com/' }, children: ['example.com'] },
    ])
    expect(render('a@b.example', { type: 'email', offset: 0, length: 11 })).toEqual([
      { tag: 'link', link: { type: 'web', href: 'mailto:a@b.example' }, children: ['a@b.example'] },
    ])
  })

  test('keeps the language of code, the instant of a date and the fold of a quotation', () => {
    expect(render('go()', { type: 'pre', offset: 0, length: 4, language: 'ts' })).toEqual([
      { tag: 'pre', language: 'ts', children: ['go()'] },
    ])
    expect(
      render('в пт', {
        type: 'date_time',
        offset: 0,
        length: 4,
        unix_time: 1_795_795_200,
        date_time_format: 'wD',
      }),
    ).toEqual([{ tag: 'time', unixTime: 1_795_795_200, format: 'wD', children: ['в пт'] }])
    expect(render('цитата', { type: 'expandable_blockquote', offset: 0, length: 6 })).toEqual([
      { tag: 'quote', expandable: true, children: ['цитата'] },
    ])
  })

  test('never links to a script', () => {
    expect(render('тут', { type: 'text_link', offset: 0, length: 3, url: 'javascript:alert(1)' })).toEqual([
      'тут',
    ])
  })

  test('loses and repeats no letter, whatever the entities are', () => {
    const types = fc.constantFrom<EntityType>(
      'bold',
      'italic',
      'spoiler',
      'bot_command',
      'pre',
      'url',
      'phone_number',
    )
    const entity = fc.record({
      type: types,
      offset: fc.integer({ min: -2, max: 30 }),
      length: fc.integer({ min: -1, max: 30 }),
    })
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 25 }),
        fc.array(entity, { maxLength: 8 }),
        (text, entities) => {
          expect(plainText(richText(text, entities, places))).toBe(text)
        },
      ),
    )
  })
})
