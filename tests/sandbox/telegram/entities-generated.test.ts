import { array, assert, constantFrom, nat, pre, property, record } from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { expect, test } from 'vitest'

import { cleanText } from '../../../sandbox/telegram/entities/clean.ts'
import { detectEntities } from '../../../sandbox/telegram/entities/detect.ts'
import type { FormattedText, MessageEntity } from '../../../sandbox/telegram/entities/entity.ts'
import { fixEntities } from '../../../sandbox/telegram/entities/fix.ts'
import { parseMarkup } from '../../../sandbox/telegram/entities/format.ts'
import { Refusal } from '../../../sandbox/telegram/refusal.ts'
import { oracleDetect, oracleFix, oracleParse } from './support/tdlib.ts'
import type { Mode } from './support/tdlib.ts'

/** The seed is fixed so that a red run says something about the change it tests. */
const rounds = { numRuns: 3000, seed: 20261123 }

/** Texts glued from scraps that mean something to the parser; `¦` stands between them. */
function glued(scraps: string, lengthMax = 12): Arbitrary<string> {
  return array(constantFrom(...scraps.split('¦'), ' ', '\n'), { maxLength: lengthMax }).map((parts) =>
    parts.join(''),
  )
}

function orRefusal(make: () => FormattedText) {
  try {
    return make()
  } catch (error) {
    if (error instanceof Refusal) return { error: error.original }
    throw error
  }
}

const plain = glued(
  '@¦durov¦gif¦/¦start¦#¦тег¦tag_1¦$¦USD¦1INCH¦.¦ru¦com¦рф¦Com¦example¦Сайт¦http://¦https://¦://¦ftp¦tg://¦ton¦tonsite' +
    '¦user¦?¦=¦1¦42¦4111 1111 1111 1111¦4111111111111111¦-¦_¦(¦)¦[¦]¦{¦}¦<¦>¦«¦»¦:¦8080¦0¦mailto:¦+¦~¦😀¦é¦\u200c¦\u2014' +
    '¦\u2028¦,¦!¦\'¦`¦"¦&¦xn--p1ai¦192.168.0.1¦255¦%20¦/path¦teiegram.org',
)

test('what is found in a text is what TDLib finds', () => {
  assert(
    property(plain, (text) => {
      const expected = oracleDetect(text)
      // Time stamps («1:42») are for videos: the Bot API does not report them.
      pre(!expected.some((entity) => entity.type.startsWith('?')))
      expect(detectEntities(text)).toEqual(expected)
    }),
    rounds,
  )
})

const marked: Record<Mode, Arbitrary<string>> = {
  HTML: glued(
    '<b>¦</b>¦<i>¦</i>¦<a href="¦example.com¦">¦</a>¦<a>¦<a href=\'tg://user?id=5\'>¦<code>¦</code>¦<pre>¦</pre>' +
      '¦<code class="language-ts">¦<code class=language-js>¦<span class="tg-spoiler">¦</span>¦<tg-spoiler>¦</tg-spoiler>' +
      '¦<blockquote>¦<blockquote expandable>¦</blockquote>¦<tg-time unix=1700000000 format="wDT">¦</tg-time>' +
      '¦<tg-emoji emoji-id="5">¦</tg-emoji>¦</>¦<¦>¦/¦&lt;¦&amp¦&#128512;¦&#x41;¦&#X41;¦&nbsp;¦&¦"¦текст¦😀¦B¦</B>¦<U>¦</U>' +
      '¦<s¦=¦x.ru¦&quot;',
  ),
  MarkdownV2: glued(
    '*¦_¦__¦~¦||¦|¦`¦```¦```ts\n¦```\n¦[¦](http://x.ru)¦](¦(¦)¦](tg://user?id=7)¦![¦](tg://emoji?id=5)' +
      '¦](tg://time?unix=1700000000&format=wd)¦>¦\n>¦\r¦\\¦\\*¦.¦!¦текст¦a¦😀¦x.ru¦||\n¦]',
  ),
  Markdown: glued(
    '*¦_¦`¦```¦```ts\n¦```\n¦[¦](http://x.ru)¦](¦(¦)¦](tg://user?id=7)¦\r¦\\¦\\*¦текст¦a¦😀¦x.ru',
  ),
}

test.each(['HTML', 'MarkdownV2', 'Markdown'] as const)(
  '%s means what TDLib says it means, errors included',
  (mode) => {
    assert(
      property(marked[mode], (text) => {
        // TDLib takes the address of such a link from a buffer it has already written over, and can crash on it.
        pre(mode !== 'Markdown' || !/\](?!\()/.test(text))
        expect(orRefusal(() => parseMarkup(text, mode))).toEqual(oracleParse(text, mode))
      }),
      rounds,
    )
  },
)

const given: Arbitrary<MessageEntity> = record({
  type: constantFrom<MessageEntity['type'][]>(
    'bold',
    'italic',
    'underline',
    'strikethrough',
    'spoiler',
    'code',
    'pre',
    'blockquote',
    'expandable_blockquote',
    'text_link',
    'text_mention',
    'custom_emoji',
  ),
  offset: nat(14),
  length: nat(10),
}).map((entity) => ({
  ...entity,
  ...(entity.type === 'text_link' ? { url: 'http://x.ru/' } : {}),
  ...(entity.type === 'text_mention' ? { user: { id: 5 } } : {}),
  ...(entity.type === 'custom_emoji' ? { custom_emoji_id: '5' } : {}),
}))

test('given entities are cleaned, cut, joined and dropped as TDLib does', () => {
  const texts = glued('a¦б¦😀¦\r¦\t¦\u200e¦\u200f¦\u0333¦\u2028¦e\u030a', 14)
  assert(
    property(texts, array(given, { maxLength: 7 }), (text, entities) => {
      const ours = orRefusal(() => {
        const cleaned = cleanText({ text, entities: fixEntities(entities) })
        return { text: cleaned.text, entities: fixEntities(cleaned.entities) }
      })
      pre(!('text' in ours) || /[^ \n]/.test(ours.text))
      expect(ours).toEqual(oracleFix({ text, entities }))
    }),
    rounds,
  )
})
