import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { findCode, readBbcode } from '../../../sandbox/site/bbcode.ts'
import { plainText } from '../../../sandbox/site/rich-text.ts'

const places = { botUsername: 'assistant_sandbox_bot', portalOrigin: 'http://127.0.0.1:8100' }
const read = (source: string) => readBbcode(source, places)

describe('a notice of the portal', () => {
  test('shows bold, line breaks and a link with its own words', () => {
    expect(
      read(
        'Код: [B]483920[/B].[BR]Или [url=https://t.me/assistant_sandbox_bot?start=ab-C1]откройте чат[/url]',
      ),
    ).toEqual([
      'Код: ',
      { tag: 'bold', children: ['483920'] },
      '.\nИли ',
      { tag: 'link', link: { type: 'start', payload: 'ab-C1' }, children: ['откройте чат'] },
    ])
  })

  test('takes the address of a link without argument from its text', () => {
    expect(read('[URL]https://romashka.example/a[/URL]')).toEqual([
      {
        tag: 'link',
        link: { type: 'web', href: 'https://romashka.example/a' },
        children: ['https://romashka.example/a'],
      },
    ])
  })

  test('makes a bare address tappable, without the full stop after it', () => {
    expect(read('Подключите: [B]https://t.me/assistant_sandbox_bot?start=ab_1[/B].')).toEqual([
      'Подключите: ',
      {
        tag: 'bold',
        children: [
          {
            tag: 'link',
            link: { type: 'start', payload: 'ab_1' },
            children: ['https://t.me/assistant_sandbox_bot?start=ab_1'],
          },
        ],
      },
      '.',
    ])
    expect(read('см. https://romashka.example/a, (https://romashka.example/b)')).toHaveLength(5)
  })

  test('leads to the portal itself inside the page', () => {
    expect(
      read('[URL=http://127.0.0.1:8100/company/personal/user/15/tasks/task/view/7/]задача[/URL]'),
    ).toEqual([
      {
        tag: 'link',
        link: { type: 'portal', path: '/company/personal/user/15/tasks/task/view/7/' },
        children: ['задача'],
      },
    ])
  })

  test.each([
    ['[B]не закрыт', ['[B]не закрыт']],
    ['не открыт[/B]', ['не открыт[/B]']],
    ['[B][I]крест[/B]накрест[/I]', [{ tag: 'bold', children: ['[I]крест'] }, 'накрест[/I]']],
    ['массив[0] и [IMG]x[/IMG]', ['массив[0] и [IMG]x[/IMG]']],
    ['[URL=javascript:alert(1)]нажми[/URL]', ['нажми']],
    ['<script>alert(1)</script>', ['<script>alert(1)</script>']],
  ])('keeps what is not markup as it was typed: %s', (source, nodes) => {
    expect(read(source)).toEqual(nodes)
  })

  test('loses no letter of a text without brackets', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const safe = text.replaceAll(/[[\]]/g, '')
        expect(plainText(read(`[B]${safe}[/B]`))).toBe(safe)
      }),
    )
  })
})

describe('the code in a notice', () => {
  test.each([
    ['Код для подключения Telegram: [B]483920[/B]. Действует 10 минут.', '483920'],
    ['Код для подключения Telegram-помощника: 123 456. Действует 10 минут.', '123456'],
    ['Ваш код — 123\u00A0456', '123456'],
  ])('is found in «%s»', (source, code) => {
    expect(findCode(read(source))).toBe(code)
  })

  test.each(['Задача 123456 просрочена', 'Код проекта: 1234567', 'Код придёт позже', 'Код A123456'])(
    'is not seen in «%s»',
    (source) => {
      expect(findCode(read(source))).toBeNull()
    },
  )
})
