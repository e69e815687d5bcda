import { describe, expect, test } from 'vitest'
import { formatProblems } from '../../src/dialogs/format-problems.ts'
import { parseDialog } from '../../src/dialogs/load.ts'
import { around, bookRoom } from './book-room.ts'

/** What was written, what it becomes, and the one problem expected: its code, the words under the caret, its sentence. */
type Fault = readonly [written: string, becomes: string, code: string, under: string, sentence: string]

const shape: readonly Fault[] = [
  ['version: 3', 'version: 3.5', 'wrong-type', '3.5', 'нужно целое число, а стоит число 3.5'],
  ['version: 3', 'version:', 'empty-value', 'version', 'после двоеточия ничего нет, а нужно число'],
  ['version: 3\n', '', 'missing-key', 'dialog: book-room', 'не хватает ключа «version»'],
  ['version: 3', 'verson: 3', 'unknown-key', 'verson', 'в диалоге не бывает раздела «verson»'],
  ['dialog: book-room', 'dialog: BookRoom', 'bad-name', 'BookRoom', '«BookRoom» не годится как имя'],
  [
    '{ ru: Переговорная, en: Meeting room }',
    'Переговорная',
    'wrong-type',
    'Переговорная',
    'нужны вложенные ключи, а стоит «Переговорная»',
  ],
  [
    'Занять переговорную, en: Book a meeting room',
    'Занять переговорную',
    'missing-key',
    'describe',
    'не хватает ключа «en»',
  ],
  ['command: room', 'command: /room', 'bad-name', '/room', '«/room» не годится как имя'],
  ['  argument: topic', '  argumnet: topic', 'unknown-key', 'argumnet', 'здесь не бывает ключа «argumnet»'],
  ['- ask: topic', '- aks: topic', 'no-verb', 'aks', 'шага «aks» не бывает'],
  ['- ask: topic', '- ask: topic\n    say: booked', 'two-verbs', 'say', 'в одном шаге два дела: ask и say'],
  ['- ask: topic', '- ask:topic\n  - ask: topic', 'not-a-step', 'ask:topic', 'это не шаг'],
  ['type: number', 'type: nubmer', 'unknown-type', 'nubmer', 'такого вида вопроса нет: «nubmer»'],
  ['    type: number\n', '', 'missing-key', 'ask: seats', 'не сказано, какой ответ нужен: нет ключа «type»'],
  ['type: number', 'tpye: number', 'unknown-key', 'tpye', 'здесь не бывает ключа «tpye»'],
  ['type: yes_no', 'type: person', 'unknown-type', 'person', 'такого вида вопроса нет: «person»'],
  ['length: [3, 80]', 'length: 80', 'wrong-type', '80', 'нужны два числа: [от, до], а стоит число 80'],
  ['length: [3, 80]', 'lenght: [3, 80]', 'unknown-key', 'lenght', 'здесь не бывает ключа «lenght»'],
  ['length: [3, 80]', 'length: [-1, 80]', 'out-of-bounds', '-1', 'стоит число -1, а нужно не меньше 0'],
  ['    prompt: ask_video\n', '', 'missing-key', 'ask: video', 'не хватает ключа «prompt»'],
  ['prompt: ask_video', 'promtp: ask_video', 'unknown-key', 'promtp', 'здесь не бывает ключа «promtp»'],
  [
    'prompt: ask_video',
    'prompt: "Нужна видеосвязь?"',
    'text-in-place',
    '"Нужна видеосвязь?"',
    'здесь нужно имя текста из раздела texts, а не сам текст',
  ],
  ['optional: true', 'optional: yes', 'bad-option', 'yes', 'здесь бывает только true, а стоит «yes»'],
  ['[today, tomorrow]', '[today, tomorow]', 'bad-option', 'tomorow', 'здесь не бывает «tomorow»'],
  ['[wall, table]\n', '[wall]\n', 'out-of-bounds', '[wall]', 'в списке 1, а нужно не меньше 2'],
  ['[wall, table]\n', 'wall\n', 'wrong-type', 'wall', 'нужно перечисление в скобках [ ], а стоит «wall»'],
  [
    'when: { video: true }',
    'when: video',
    'bad-condition',
    'video',
    'условие пишется так: { шаг: значение }',
  ],
  ['when: { video: true }', 'when: { video: }', 'empty-value', 'video', 'не сказано, с чем сравнивать'],
  [
    '{ seats: { above: 10 } }',
    '{ seats: { over: 10 } }',
    'bad-condition',
    '{ over: 10 }',
    'так сравнивать нельзя',
  ],
  [
    '{ not: { day: empty } }',
    '{ not: { day: empty }, seats: 1 }',
    'bad-condition',
    'seats',
    'рядом с «not» в условии ничего быть не может',
  ],
  ['every: 1s', 'every: 1 s', 'bad-duration', '1 s', '«1 s» — не промежуток времени'],
  ['host: host.id }', 'host: 7 }', 'bad-path', '7', 'нужно имя шага, а стоит число 7'],
  ['copy: booking.code', 'cpoy: booking.code', 'unknown-key', 'cpoy', 'у кнопки не бывает ключа «cpoy»'],
  [
    'copy: booking.code',
    'copy: booking.code, start: book-room',
    'bad-button',
    'start',
    'кнопка делает что-то одно, а здесь: copy, start',
  ],
  [', copy: booking.code', '', 'bad-button', '{ label: copy_code }', 'не сказано, что делает кнопка'],
  [
    'denied: { say: denied, end: failed }',
    'denied: { say: denied, end: fail }',
    'bad-option',
    'fail',
    'здесь не бывает «fail»',
  ],
  ['en: Topic }', 'eng: Topic }', 'unknown-key', 'eng', 'здесь не бывает ключа «eng»'],
  ['wait: { ru: "Минуту…"', 'wait: { ru: ""', 'empty-text', '""', 'текст пуст'],
  ['down: { ru: "Не отвечает."', 'down: { ru: 404', 'wrong-type', '404', 'нужен текст, а стоит число 404'],
  ['    count: found\n', '', 'missing-key', 'pick_host', 'не хватает ключа «count»'],
  [' many: "{found} человек",', '', 'missing-key', 'ru', 'не хватает ключа «many»'],
  ['after: 30m', 'after: 30 минут', 'bad-duration', '30 минут', '«30 минут» — не промежуток времени'],
]

const meaning: readonly Fault[] = [
  [
    'prompt: ask_topic',
    'prompt: ask_tpoic',
    'unknown-text',
    'ask_tpoic',
    'нет текста «ask_tpoic» в разделе texts',
  ],
  [
    '[bad_seats, bad_seats_again]',
    '[bad_seats, bad_seats_agian]',
    'unknown-text',
    'bad_seats_agian',
    'нет текста «bad_seats_agian» в разделе texts',
  ],
  ['say: nudge }', 'say: nugde }', 'unknown-text', 'nugde', 'нет текста «nugde» в разделе texts'],
  [
    '\n  no_host: {',
    '\n  extra: { ru: Да, en: Yes }\n  no_host: {',
    'unused-text',
    'extra',
    'текст «extra» нигде не используется',
  ],
  [
    '  wall: { ru: На стене, en: On the wall }\n',
    '',
    'no-option-label',
    'wall',
    'у варианта «wall» нет надписи в разделе texts',
  ],
  [
    '  today: { ru: Сегодня, en: Today }\n',
    '',
    'no-option-label',
    'today',
    'у варианта «today» нет надписи в разделе texts',
  ],
  [
    '- ask: video',
    '- set: seats\n    to: first\n  - ask: video',
    'duplicate-step',
    'seats',
    'шаг «seats» уже есть: шаг 2',
  ],
  [
    '- ask: video',
    '- set: found\n    to: first\n  - ask: video',
    'reserved-name',
    'found',
    'имя «found» занято самим языком',
  ],
  [
    'command: room',
    'command: help',
    'reserved-command',
    'help',
    'команда /help есть у каждого диалога, занять её нельзя',
  ],
  ['argument: topic', 'argument: topci', 'unknown-step', 'topci', 'шага «topci» нет'],
  [
    'argument: topic',
    'argument: card',
    'wrong-step',
    'card',
    '«card» — это review, а здесь нужен вопрос (ask, find, list, menu)',
  ],
  ['depends_on: [topic]', 'depends_on: [tpic]', 'unknown-step', 'tpic', 'шага «tpic» нет'],
  [
    'depends_on: [topic]',
    'depends_on: [booking]',
    'later-step',
    'booking',
    'шаг «booking» идёт позже, вернуться к нему нельзя',
  ],
  ['edit: [topic, seats, host]', 'edit: [topic, seats, hots]', 'unknown-step', 'hots', 'шага «hots» нет'],
  [
    'edit: [topic, seats, host]',
    'edit: [topic, seats, video]',
    'no-label',
    'video',
    'у шага «video» нет «label»: непонятно, как назвать его в списке',
  ],
  [
    'edit: [topic, seats, host]',
    'edit: [topic, seats, topic]',
    'repeated',
    'topic',
    '«topic» уже есть в этом списке',
  ],
  ['ask_again: day', 'ask_again: dya', 'unknown-step', 'dya', 'шага «dya» нет'],
  [
    'ask_again: day',
    'ask_again: caption',
    'wrong-step',
    'caption',
    '«caption» — это set, а здесь нужен вопрос (ask, find, list, menu)',
  ],
  [
    'back_to: card',
    'back_to: topic',
    'wrong-step',
    'topic',
    '«topic» — это ask, а здесь нужна проверка (review)',
  ],
  ['again: topic', 'again: tpoic', 'unknown-step', 'tpoic', 'шага «tpoic» нет'],
  ['start: book-room }', 'start: book-rom }', 'unknown-dialog', 'book-rom', 'диалога «book-rom» нет'],
  [
    'linked: link-account',
    'linked: link-acount',
    'unknown-dialog',
    'link-acount',
    'диалога «link-acount» нет',
  ],
  [
    '{ linked: link-account }',
    '{ linkd: link-account }',
    'unknown-fact',
    'linkd',
    'условия «linkd» для начала диалога нет',
  ],
  ['service: rooms.book', 'service: room.book', 'unknown-service', 'room.book', 'службы «room.book» нет'],
  ['to: join', 'to: jion', 'unknown-function', 'jion', 'функции «jion» нет'],
  [
    '      taken: {',
    '      takn: {',
    'unknown-reason',
    'takn',
    'служба rooms.book не сообщает причину «takn»',
  ],
  [
    '      otherwise: { say: down, back_to: card }',
    '',
    'no-otherwise',
    'on_error',
    'не сказано, что делать, если «booking» не получится по другой причине',
  ],
  ['{ say: denied, end: failed }', '{ say: denied }', 'no-way-on', 'denied', 'не сказано, что делать дальше'],
  [
    '{ say: down, back_to: card }',
    '{ back_to: card }',
    'no-words',
    'otherwise',
    'человек не узнает, что случилось: нет ключа «say»',
  ],
  [
    '{ say: denied, end: failed }',
    '{ say: denied, end: failed, back_to: card }',
    'two-ways',
    'end',
    'дальше можно только одно, а здесь: back_to, end',
  ],
  ['every: 1s, ', '', 'no-pause', 'retry', 'есть «retry», но не сказано, с какой паузой повторять'],
  [
    '{ say: down, back_to: card }',
    '{ every: 1s, say: down, back_to: card }',
    'no-retry',
    'every',
    '«every» ничего не значит без «retry»',
  ],
  [
    '    past: past_day\n',
    '',
    'no-past',
    'future',
    'не сказано, чем ответить на прошедшее время: нет ключа «past»',
  ],
  ['    future: true\n', '', 'no-future', 'past', '«past» никогда не прозвучит без «future: true»'],
  ['length: [3, 80]', 'length: [80, 3]', 'reversed-bounds', '[80, 3]', 'наименьшее 80 больше наибольшего 3'],
  ['default: wall', 'default: wal', 'bad-default', 'wal', 'варианта «wal» нет среди options'],
  ['integer: true', 'default: 99', 'bad-default', '99', 'такой ответ этот вопрос сам бы не принял'],
  [
    'when: { video: true }',
    'when: { video: yes }',
    'never-equal',
    'yes',
    'ответ «video» — да или нет, с этим он не совпадёт никогда',
  ],
  [
    '{ screen: [wall, table] }',
    '{ screen: [wall, tabel] }',
    'never-equal',
    'tabel',
    'у шага «screen» нет варианта «tabel»',
  ],
  ['when: { video: true }', 'when: { vidoe: true }', 'unknown-value', 'vidoe', 'ни один шаг не даёт «vidoe»'],
  [
    'when: { video: true }',
    'when: { host: filled }',
    'too-early',
    'host',
    '«host» здесь ещё неизвестно: шаг идёт не раньше этого места',
  ],
  ['host: host.id }', 'host: hots.id }', 'unknown-value', 'hots.id', 'ни один шаг не даёт «hots»'],
  ['host: host.id }', 'host: me.id }', 'no-value', 'me.id', '«me» известно только текстам'],
  [
    'open: booking.url',
    'open: card.url',
    'no-value',
    'card.url',
    'шаг review «card» ничего не узнаёт, подставить из него нечего',
  ],
  ['count: found', 'count: fuond', 'unknown-value', 'fuond', 'ни один шаг не даёт «fuond»'],
  [
    '"Когда встреча «{topic}»?", en: "When is “{topic}”?"',
    '"Когда «{tpic}»?", en: "When?"',
    'unknown-value',
    '{tpic}',
    'ни один шаг не даёт «tpic»',
  ],
  [
    '"Какая тема?", en: "What about?"',
    '"{host}, какая тема?", en: "What about?"',
    'too-early',
    '{host}',
    '«host» здесь ещё неизвестно: шаг идёт не раньше этого места',
  ],
  ['"What about?"', '"What about {?"', 'bad-placeholder', '{?', '«{?» — не подстановка'],
  ['<b>{caption}</b>, {day|в', '<b>{caption}, {day|в', 'bad-markup', '<b>', '<b> не закрыт'],
  [
    '<b>{caption}</b>, {day|в',
    '<b><i>{caption}</b></i>, {day|в',
    'bad-markup',
    '</b>',
    '</b> закрывает то, что не открыто последним',
  ],
  ['<b>{caption}</b>, {day|в', '<h1>{caption}, {day|в', 'bad-markup', '<h1>', '«<h1>» здесь не разметка'],
  ['&amp; {host}", en', '& {host}", en', 'bad-markup', '&', '«&» здесь не разметка'],
  ['"Число от 1 до 40."', '"Число &nbsp;от 1 до 40."', 'bad-markup', '&nbsp;', '«&nbsp;» здесь не разметка'],
  [
    'Занять, en: Book }',
    `${'З'.repeat(65)}, en: Book }`,
    'label-too-long',
    'З'.repeat(65),
    'слишком длинно: 65 знаков, бывает до 64',
  ],
  [
    'book: { ru: Занять',
    'book: { ru: "Занять {day}"',
    'value-in-label',
    '{day}',
    'в надпись кнопки ничего подставить нельзя',
  ],
  [
    'book: { ru: Занять',
    'book: { ru: <b>Занять</b>',
    'markup-in-label',
    '<b>',
    'в надписи кнопки разметки не бывает',
  ],
  [
    'Занять переговорную',
    'З'.repeat(257),
    'description-too-long',
    'З'.repeat(257),
    'слишком длинно: 257 знаков, бывает до 256',
  ],
  [
    '"Минуту…"',
    `"${'о'.repeat(4097)}"`,
    'text-too-long',
    `"${'о'.repeat(4097)}"`,
    'слишком длинно: 4097 знаков, бывает до 4096',
  ],
  [
    '"Taken, says {error.room}."',
    '"Taken."',
    'languages-differ',
    'en',
    'здесь нет {error.room}, а на другом языке есть',
  ],
  [
    '"Занято, ответил {error.room}.", en: "Taken, says {error.room}."',
    '"{day} занято.", en: "{day} is taken."',
    'forgotten-value',
    'taken',
    'текст «taken» называет «day», а этот ответ здесь уже забыт',
  ],
  [
    '{ after: 30m, say: nudge }',
    '{ after: 30m }',
    'no-words',
    '{ after: 30m }',
    'не сказано, что делать, когда человек замолчал',
  ],
  [
    '- ask: video',
    '- ask: video #1',
    'cut-by-comment',
    '#1',
    'всё после « #» — примечание, в текст это не попадёт',
  ],
]

const syntax: readonly Fault[] = [
  ['version: 3', 'version: 3\nversion: 4', 'duplicate-key', 'version', 'такой ключ здесь уже есть'],
  [
    '"Нужно число."',
    '"Нужно "число"."',
    'yaml-quote-inside',
    'число"."',
    'кавычка закрылась раньше, чем кончился текст',
  ],
  ['is not finished." }', 'is not finished. }', 'yaml-unclosed-quote', '"', 'кавычка открыта и не закрыта'],
  [
    '{ ru: Переговорная, en: Meeting room }',
    '{ ru: Переговорная, en: Meeting room',
    'yaml-unclosed-bracket',
    '{',
    'скобка открыта и не закрыта',
  ],
  ['    type: yes_no', '\ttype: yes_no', 'yaml-tab', '\t', 'отступ сделан знаком табуляции'],
  ['- ask: video', '-ask: video', 'yaml-no-blank', '-', 'после «-» нужен пробел'],
  [
    'command: room',
    'command: @room',
    'yaml-bad-start',
    '@',
    'с этого знака текст без кавычек начинаться не может',
  ],
  [
    'ru: Сегодня',
    'ru: *Сегодня*',
    'yaml-reference',
    '*Сегодня*',
    'знак «*» в начале — ссылка YAML, их здесь не бывает',
  ],
  [
    'ru: Сегодня',
    'ru: !Сегодня',
    'yaml-tag',
    '!Сегодня',
    'слово со знаком «!» в начале YAML понимает по-своему',
  ],
  [
    'version: 3',
    'version: 3\n---',
    'yaml-two-documents',
    '---',
    'после «---» начинается второй документ, а в файле один диалог',
  ],
  ['    min: 1', '   min: 1', 'yaml-no-colon', ' ', 'здесь не хватает двоеточия с пробелом или знака «-»'],
  ['"Какая тема?"', '"Какая \\тема?"', 'yaml-bad-escape', '\\', 'после «\\» стоит не то'],
]

test('the dialog the faults are put into has none', () => {
  const { definition, problems } = parseDialog(bookRoom, 'book-room/dialog.yaml', around)
  expect(problems).toEqual([])
  expect(definition?.steps).toHaveLength(10)
})

describe.each([
  ['written wrong', shape],
  ['means nothing', meaning],
  ['is no YAML', syntax],
])('what is %s is reported once, at its place', (_title, faults) => {
  test.each(faults)('%s → %s', (written, becomes, code, under, sentence) => {
    const source = bookRoom.replace(written, () => becomes)
    const { problems } = parseDialog(source, 'book-room/dialog.yaml', around)
    expect(problems.map((problem) => [problem.code, textUnder(source, problem), problem.message.ru])).toEqual(
      [[code, under, sentence]],
    )
  })
})

/** The first line of what the problem points at. */
function textUnder(
  source: string,
  at: { line: number; column: number; endLine: number; endColumn: number },
): string {
  const line = source.split('\n')[at.line - 1] ?? ''
  return line.slice(at.column - 1, at.endLine === at.line ? at.endColumn - 1 : undefined)
}

test('six faults in one file are six problems, in the order of the file', () => {
  const source = [
    ['  argument: topic', '  argumnet: topic'],
    ['linked: link-account', 'linkd: link-account'],
    ['prompt: ask_topic', 'prompt: ask_tpoic'],
    ['    integer: true', '    whole: true'],
    ['service: rooms.book', 'service: room.book'],
    ['{topic|без темы}', '{tpic|без темы}'],
  ].reduce((text, [written = '', becomes = '']) => text.replace(written, becomes), bookRoom)
  const { definition, problems } = parseDialog(source, 'book-room/dialog.yaml', around)
  expect(definition).toBeNull()
  expect(problems.map((problem) => problem.code)).toEqual([
    'unknown-key',
    'unknown-fact',
    'unknown-text',
    'unknown-key',
    'unknown-service',
    'unknown-value',
  ])
})

test('a faulty step does not make the names it gives unknown', () => {
  const source = bookRoom
    .replace('length: [3, 80]', 'length: много')
    .replace('- find: host', '- find: host\n    colour: red')
  const { problems } = parseDialog(source, 'book-room/dialog.yaml', around)
  expect(problems.map((problem) => problem.code)).toEqual(['wrong-type', 'unknown-key'])
})

test('a problem reads like a sentence, with the caret under its place', () => {
  const source = bookRoom.replace('prompt: ask_topic', 'prompt: ask_tpoic')
  const { problems } = parseDialog(source, 'src/dialogs/book-room/dialog.yaml', around)
  expect(formatProblems(problems, source, 'ru')).toBe(
    `src/dialogs/book-room/dialog.yaml:18:13 ошибка: нет текста «ask_tpoic» в разделе texts
  18 |     prompt: ask_tpoic
     |             ^^^^^^^^^ возможно, вы имели в виду «ask_topic»`,
  )
  expect(formatProblems(problems, source, 'en')).toContain('error: there is no text “ask_tpoic” in “texts”')
})

test('Russian letters in a Latin name are named for what they are', () => {
  const source = bookRoom.replace('ask: video', 'ask: vidео')
  const { problems } = parseDialog(source, 'book-room/dialog.yaml', around)
  expect(problems[0]?.hint?.ru).toBe('в имени есть русские буквы; имена пишут латинскими')
})
