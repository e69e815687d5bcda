/**
 * What every key of the dialog language is for, in the words of its authors. Shown by editors beside the key, and by the
 * diagnosis when a key is missing.
 */
import { type Wording, words } from '../diagnose/problem.ts'

export const keyNotes: ReadonlyMap<string, Wording> = new Map(
  Object.entries({
    dialog: words(
      'имя диалога: им диалоги ссылаются друг на друга',
      'the name of the dialog: dialogs refer to each other by it',
    ),
    version: words('номер редакции, целое число', 'the number of the edition, a whole number'),
    title: words('как диалог называется для человека', 'what people call the dialog'),
    start: words(
      'чем запускается диалог; у кнопки — какой диалог она начинает',
      'what starts the dialog; on a button, the dialog it starts',
    ),
    command: words('команда без косой черты', 'the command without its slash'),
    describe: words('что написано рядом с командой в меню', 'what the menu of commands says beside it'),
    argument: words(
      'шаг, который получает слова после команды; или несколько: { first: […] }, { words: […] }, { lines: […] }',
      'the step that takes what was typed after the command; or several: { first: […] }, { words: […] }, { lines: […] }',
    ),
    payload: words(
      'под каким именем хранится секретная часть ссылки t.me/бот?start=…',
      'the name for the secret part of a link t.me/bot?start=…',
    ),
    button: words(
      'надпись кнопки, которая запускает диалог',
      'the label of the button that starts the dialog',
    ),
    requires: words(
      'что должно быть верно, и диалог, который этого добьётся',
      'what must hold, and the dialog that brings it about',
    ),
    steps: words('шаги по порядку', 'the steps, in order'),
    idle: words('что делать, если человек замолчал', 'what to do when the person falls silent'),
    texts: words('все тексты диалога на двух языках', 'all the texts of the dialog, in two languages'),
    tests: words(
      'разговоры-тесты; длинные лучше держать рядом, в dialog.tests.yaml',
      'conversations as tests; long ones better stand beside, in dialog.tests.yaml',
    ),
    ask: words(
      'спросить; значение — имя шага, под которым хранится ответ',
      'ask; the value is the name the answer is kept under',
    ),
    find: words(
      'найти по словам и дать выбрать; значение — имя шага',
      'search and let choose; the value is the name of the step',
    ),
    list: words(
      'показать список и дать выбрать; значение — имя шага',
      'show a list and let choose; the value is the name of the step',
    ),
    menu: words(
      'показать карточку с кнопками действий; значение — имя шага',
      'show a card with buttons for what can be done; the value is the name of the step',
    ),
    return: words(
      'вернуться к более раннему шагу; значение — имя этого шага',
      'go back to an earlier step; the value is the name of this step',
    ),
    light: words(
      'терять здесь нечего: другая команда просто занимает место этого диалога',
      'nothing to lose here: another command simply takes the place of this dialog',
    ),
    message: words(
      'шаг, который берёт сообщение, написанное вне диалогов; или несколько: { lines: […] }',
      'the step that takes a message typed outside any dialog; or several: { lines: […] }',
    ),
    first: words(
      'всё целиком — первому из этих шагов, которому подойдёт',
      'all of it, to the first of these steps that takes it',
    ),
    words: words(
      'по словам: последнему шагу достаётся остаток',
      'word by word; the last step takes the rest',
    ),
    lines: words(
      'по строкам: последнему шагу достаётся остаток',
      'line by line; the last step takes the rest',
    ),
    file: words(
      'под каким именем хранится файл, присланный вне диалогов',
      'the name under which a file sent outside any dialog is kept',
    ),
    given: words(
      'имена значений, которые может передать тот, кто начинает диалог',
      'names of values that whoever starts the dialog may hand it',
    ),
    multiple: words('можно выбрать нескольких, одного за другим', 'several may be chosen, one after another'),
    more: words(
      'что сказать над выбранными; {chosen} — сколько их',
      'said above those chosen so far; {chosen} is how many',
    ),
    done: words(
      'надпись кнопки, которая заканчивает выбор',
      'the label of the button that ends the choosing',
    ),
    full: words('что сказать, когда больше выбрать нельзя', 'said when there is no room for another'),
    heading: words(
      'над списком; {shown.from}, {shown.to}, {shown.total}',
      'above the list; {shown.from}, {shown.to}, {shown.total}',
    ),
    line: words(
      'строка списка; {number} и {item.…} — её номер и части',
      'one line of the list; {number} and {item.…} are its number and its parts',
    ),
    group: words(
      'заголовок перед первой строкой своей группы; {item.…}',
      'a heading before the first line that has it; {item.…}',
    ),
    calendar: words('кнопка, которая показывает дни месяца', 'a button that shows the days of the month'),
    weekend: words(
      'что сказать, если день нерабочий; {weekday} — его название',
      'said after a day on which nobody works; {weekday} is its name',
    ),
    range: words('промежуток времени тоже ответ', 'a stretch of time is an answer as well'),
    repeats: words('«каждый понедельник» тоже ответ', '“every Monday” is an answer as well'),
    until: words(
      '«до 16:30» тоже ответ; у вопроса о дне — до какого дня: «на 3 дня» тоже ответ, а «сегодня» — нет',
      '“until 16:30” is an answer as well; of a day, the day something lasts until: “3 days” is an answer, today is none',
    ),
    offers: words('часы, которые предлагаются кнопками', 'the times that are offered as buttons'),
    cancelled: words(
      'что сказать, если человек отменил диалог',
      'said when the person has given the dialog up',
    ),
    takes: words(
      'следующие вопросы, которым достаётся сказанное среди слов: день, длительность, люди, вариант',
      'later questions that take what is said among the words: a day, a length, people, an option',
    ),
    overflow: words(
      'следующий вопрос о словах, которому достаётся всё, что сюда не поместилось',
      'a later question for words that gets all of what is too long for this one',
    ),
    too_long: words(
      'что сказать, если ответ не поместился и попал в overflow',
      'said when the answer was too long and went to overflow',
    ),
    from: words('кто выбран с самого начала', 'those who are chosen to begin with'),
    notice: words('что сказать над тем, что будет показано', 'said above what is shown next'),
    pick: words('ответ меню, который даёт эта кнопка', 'the answer of the menu that this button gives'),
    run: words('начать другой диалог, а потом вернуться', 'start another dialog, and come back after it'),
    redo: words('какой шаг выполнить заново после возвращения', 'the step to do anew after coming back'),
    answer: words(
      'дать эти ответы заново; что от них зависит, спросится ещё раз',
      'give these answers anew; what rests on them is asked again',
    ),
    has: words('в списке есть это значение', 'the list holds this value'),
    review: words(
      'показать всё перед выполнением; значение — имя шага',
      'show everything before it is done; the value is the name of the step',
    ),
    call: words(
      'попросить службу что-то сделать; значение — имя шага',
      'ask a service to do something; the value is the name of the step',
    ),
    say: words('сказать; значение — имя текста', 'say; the value is the name of a text'),
    set: words(
      'вычислить значение; значение ключа — имя шага',
      'derive a value; the value is the name of the step',
    ),
    type: words('какой ответ нужен', 'what kind of answer is needed'),
    prompt: words('вопрос: имя текста', 'the question: the name of a text'),
    invalid: words(
      'что сказать, если ответ не подошёл; можно список: на первый, второй и третий раз',
      'said when the answer does not fit; or a list: first, second, third time',
    ),
    label: words(
      'как ответ называется в списке «Изменить»; у кнопки — её надпись',
      'what the answer is called in the list of changes; on a button, its label',
    ),
    when: words(
      'при каком условии выполнять шаг; у кнопки — при каком она видна',
      'the condition for taking the step; of a button, for showing it',
    ),
    depends_on: words(
      'при изменении этих ответов шаг выполняется заново',
      'when one of these changes, the step is taken again',
    ),
    optional: words('вопрос можно пропустить', 'the question may be skipped'),
    skip: words(
      'надпись кнопки, которая пропускает вопрос',
      'the label of the button that skips the question',
    ),
    buttons: words('кнопки под сообщением', 'buttons under the message'),
    again: words(
      'забыть ответ этого шага и вернуться к нему',
      'forget the answer of this step and return to it',
    ),
    open: words('открыть ссылку из этого значения', 'open the link in this value'),
    copy: words('скопировать это значение', 'copy this value'),
    length: words('длина ответа: [от, до]', 'the length of the answer: [from, to]'),
    min: words('наименьшее число', 'the smallest number'),
    max: words(
      'наибольшее число; у длительности — минут, у multiple — скольких можно выбрать',
      'the largest number; of a duration, minutes; of multiple, how many may be chosen',
    ),
    integer: words('только целое число', 'whole numbers only'),
    also: words(
      'как ещё можно написать вариант или ответ меню: текст, слова через запятую',
      'other ways to type an option, or the answer of a menu: a text with commas between them',
    ),
    offered: words(
      'значение со списком вариантов, у которых будет кнопка; остальные можно только напечатать',
      'a value that lists the options with a button; the others can only be typed',
    ),
    default: words(
      'готовый ответ: вопрос не задаётся, ответ можно изменить на проверке',
      'a ready answer: not asked, changed on the review',
    ),
    options: words(
      'варианты; надпись каждого — текст с тем же именем',
      'the options; the label of each is the text of the same name',
    ),
    digits: words('сколько цифр в коде', 'how many digits the code has'),
    expect: words(
      'о чём спрашивают: срок, событие или напоминание',
      'what is asked for: a deadline, an event or a reminder',
    ),
    future: words('прошедшее время не принимать', 'refuse what has passed'),
    past: words('что сказать, если время прошло', 'said when the time has passed'),
    unsure: words(
      'что сказать, если слова можно понять по-разному',
      'said when the words have more than one meaning',
    ),
    shortcuts: words('готовые ответы кнопками', 'ready answers as buttons'),
    service: words('имя службы', 'the name of a service'),
    too_short: words(
      'что сказать, если в запросе меньше двух букв',
      'said when the query has fewer than two letters',
    ),
    several: words(
      'что сказать над найденными; {found} — сколько их',
      'said above the found ones; {found} is how many',
    ),
    none: words(
      'что сказать, если никого или ничего нет; {answer} — что искали',
      'said when nobody or nothing was found; {answer} is what was typed',
    ),
    page: words('сколько строк на странице', 'how many lines on a page'),
    waiting: words('что показать, пока ждём', 'shown while waiting'),
    timeout: words('сколько ждать ответа службы', 'how long to wait for the service'),
    on_error: words(
      'что делать при неудаче, по причинам; otherwise — при любой другой',
      'what to do when it fails, by reason; otherwise is for any other',
    ),
    text: words('карточка: имя текста', 'the card: the name of a text'),
    edit: words('какие ответы можно изменить', 'which answers can be changed'),
    edit_prompt: words(
      'что сказать над списком того, что можно изменить',
      'said above the list of what can be changed',
    ),
    confirm: words('надпись кнопки, которая подтверждает', 'the label of the button that confirms'),
    with: words(
      'что передать: слева имя у службы или вопрос другого диалога, справа — откуда взять',
      'what to pass: on the left the name the service or the other dialog knows, on the right the value for it',
    ),
    migrate: words(
      'что стало с ответами прежних версий: слева номер версии, из которой переходит разговор',
      'what has become of the answers of earlier versions: on the left the version a conversation comes from',
    ),
    renamed: words(
      'шаги, у которых теперь другое имя: старое имя и новое',
      'steps by another name now: the old and the new',
    ),
    dropped: words('шаги, ответы на которые забываются', 'steps whose answers are forgotten'),
    retyped: words(
      'шаги, которые спрашивают о другом: их спросят заново',
      'steps that ask for something else, and are asked again',
    ),
    value: words('само значение, а не имя шага', 'a value itself, not the name of a step'),
    once: words(
      'дважды делать нельзя: перед повтором проверяется, не сделано ли уже',
      'must not happen twice: a repeat looks first whether it is done',
    ),
    cancel: words('что сказать, если отменять поздно', 'said when it is too late to cancel'),
    to: words(
      'функция из готового списка; у return — к какому шагу вернуться',
      'a function of the fixed list; of a return, the step to go back to',
    ),
    retry: words('сколько раз повторить, прежде чем сдаться', 'how many times to repeat before giving up'),
    every: words(
      'пауза перед первым повтором, дальше вдвое дольше',
      'the first pause between repeats; doubles each time',
    ),
    retrying: words('что показать на время повторов', 'shown while waiting to repeat'),
    ask_again: words('забыть этот ответ и спросить снова', 'forget this answer and ask for it again'),
    back_to: words('вернуться к этой проверке', 'return to this review'),
    go_on: words(
      'идти дальше, как будто служба ничего не вернула',
      'carry on as if the call had returned nothing',
    ),
    end: words('закончить диалог', 'close the dialog'),
    after: words('через сколько времени', 'after how long'),
    count: words(
      'значение, по которому выбирается форма слова',
      'the value that decides the form of the word',
    ),
    any: words('верно хотя бы одно', 'at least one holds'),
    all: words('верно всё', 'all hold'),
    not: words('неверно', 'does not hold'),
    above: words('больше этого числа', 'greater than this number'),
    below: words('меньше этого числа', 'less than this number'),
    ru: words('по-русски', 'in Russian'),
    en: words('по-английски', 'in English'),
    one: words('форма для 1, 21, 31: «1 задача»', 'the form for 1'),
    few: words('форма для 2, 3, 4: «2 задачи»', 'the form for 2, 3, 4 in Russian'),
    many: words('форма для 0, 5, 11: «5 задач»', 'the form for 0, 5, 11 in Russian'),
    other: words('форма для дробных: «1,5 задачи»', 'the form for everything else'),
  }),
)
