import { expect, test } from 'vitest'

import { detectEntities } from '../../../sandbox/telegram/entities/detect.ts'
import { parseMarkup } from '../../../sandbox/telegram/entities/format.ts'
import { Refusal } from '../../../sandbox/telegram/refusal.ts'
import { oracleDetect, oracleParse } from './support/tdlib.ts'
import type { Mode } from './support/tdlib.ts'

/** What the server makes of a marked-up text: its content, or the sentence about what is wrong. */
function parse(text: string, mode: Mode) {
  try {
    return parseMarkup(text, mode)
  } catch (error) {
    if (error instanceof Refusal) return { error: error.original }
    throw error
  }
}

test.each([
  'Задача <b>Смета</b> до <i>пятницы</i>',
  '<b>Отчёт <i>Q3</i></b> &lt;план&gt; &amp; «факт» &quot;да&quot; &#128512; &#x41;',
  '<u>a</u><ins>b</ins><s>c</s><strike>d</strike><del>e</del><strong>f</strong><em>g</em>',
  '<tg-spoiler>код</tg-spoiler> и <span class="tg-spoiler">ещё</span>',
  '<a href="https://portal.example.ru/task/7?a=1&amp;b=2">Задача 7</a>',
  '<a href="example.com">без протокола</a> <a>ссылка.рф</a> <a href="">пусто.ru</a>',
  '<a href="tg://user?id=501">Анна</a>, <a href="tg://resolve?domain=durov">канал</a>',
  '<a href="javascript:alert(1)">нет</a> <a href="http://localhost">нет</a> <a href="http://[::1]/">да</a>',
  '<code>let x</code> <pre>y</pre> <pre><code class="language-ts">z</code></pre>',
  '<code class="language-js"><pre>наоборот</pre></code>',
  '<blockquote>цитата</blockquote><blockquote expandable>длинная</blockquote>',
  '<tg-time unix=1795424400 format="wDT">понедельник</tg-time> <tg-time unix=1 format=r>х</tg-time>',
  '<tg-time unix=1795424400 format="x">х</tg-time>',
  '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
  '<tg-emoji emoji-id="x">👍</tg-emoji>',
  '<b>oops',
  'x <script>',
  'имя <br> фамилия',
  '<b>a</i>',
  '</b>',
  'a < b',
  'a <',
  '<b',
  '<b>a</b',
  '<b>a</ >',
  '<span class="x">a</span>',
  '<a href=>x</a>',
  '<a =1>x</a>',
  '<a href="x',
  '<a href=ж>x</a>',
  '&nbsp; &apos; &lt &unknown; &#0; &#xD83D; &#99999999;',
  '<B>РЕГИСТР</b> <b></b>пусто',
  '😀<b>😀</b>😀',
])('HTML is read as TDLib reads it: %s', (text) => {
  expect(parse(text, 'HTML')).toEqual(oracleParse(text, 'HTML'))
})

test.each([
  '*жирный* _курсив_ __подчёркнутый__ ~зачёркнутый~ ||скрытый|| `код`',
  '*a _b __c__ d_ e*',
  '___вместе_ и дальше__',
  '```ts\nlet x = 1\n``` и ```\nбез языка```',
  '[Задача 7](https://portal.example.ru/task/7) [сама](x.ru\\)) [без.адреса]',
  '[Анна](tg://user?id=501) ![👍](tg://emoji?id=5368324170671202286) ![завтра](tg://time?unix=1795424400&format=wd)',
  '>цитата\n>вторая строка\nпосле',
  '>длинная\n>цитата||\nпосле',
  '>последняя||',
  'Экранировано\\. \\*не жирный\\* \\\\',
  'Точка.',
  'Скобка (и тире -)',
  '*не закрыт',
  '||не закрыт',
  '[ссылка](https://x.ru',
  '![не символ](https://x.ru)',
  '![не символ]',
  '```не закрыт``',
  'a > b',
  '>*a\nb*',
])('MarkdownV2 is read as TDLib reads it: %s', (text) => {
  expect(parse(text, 'MarkdownV2')).toEqual(oracleParse(text, 'MarkdownV2'))
})

test.each([
  '*жирный* _курсив_ `код` [Задача](https://portal.example.ru/task/7)',
  '```ts\nlet x\n``` \\*как есть\\* \\.',
  '[Анна](tg://user?id=501) [пусто](javascript:x)',
  '[](https://x.ru)',
  '*не закрыт',
  'смета_v2',
])('old Markdown is read as TDLib reads it: %s', (text) => {
  expect(parse(text, 'Markdown')).toEqual(oracleParse(text, 'Markdown'))
})

test.each([
  '/start abc-123',
  '/task@assistant_bot Смета, /cancel. и/или a/b </x> //y /Привет /a@b',
  'спросите @smirnova_anna или @gif, но не @abc и не почта@durov',
  'https://portal.example.ru/task/7, http://x.ru. (см. www.example.com/a_(b)) ftp://f.ru tonsite://a.ton tg://resolve?domain=a',
  'почта anna.smirnova@example.ru и mailto:igor@example.ru, но не a@b и не @x.ru',
  'конец.Начало Сайт.рф пример.РФ example.Com EXAMPLE.COM x.unknown http://x.unknown 192.168.0.1 256.1.1.1 1.2.3',
  '#отчёт #2026 #q3_2026 a#b #a#b #тег@channel $USD $1INCH $usd $A@abc',
  'карта 4111 1111 1111 1111, 4111-1111-1111-1111, 2200123456789019 и не 4111 1111 1111 1112',
  'http://user:pass@x.ru:8080/a?b#c http://x.ru:99999/ x.ru:80 https://x_y.ru https://a.x_y.ru',
  '«https://x.ru» <https://x.ru/a> https://x.ru/a) [https://x.ru/b] https://x.ru/путь?ключ=значение!',
  'телефон +7 912 345-67-89',
  '😀@durov 😀#тег😀 😀/help',
  'http://xn--e1aybc.xn--p1ai http://a..b http://-a.ru http://a-.ru teiegram.org',
])('links, mentions, commands and tags are found where TDLib finds them: %s', (text) => {
  expect(detectEntities(text)).toEqual(oracleDetect(text))
})
