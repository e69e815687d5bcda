/** What every key of `tests:` is for, in the words of its authors: editors show them beside the key. */
import { type Wording, words } from '../diagnose/problem.ts'

export const talkNotes: ReadonlyMap<string, Wording> = new Map(
  Object.entries({
    tests: words('разговоры-тесты', 'conversations as tests'),
    name: words('что показывает разговор, целой фразой', 'what the conversation shows, as a sentence'),
    now: words(
      'когда он начинается; без этого — 23 ноября 2026, 12:00 по Москве',
      'when it begins; 23 November 2026, 12:00 in Moscow without it',
    ),
    language: words('язык человека', "the person's language"),
    facts: words(
      'что верно в начале; без этого чат подключён: linked',
      'what holds at the beginning; without it the chat is linked',
    ),
    given: words(
      'диалог начинает кнопка и передаёт ему эти значения',
      'the dialog is begun by a button that hands it these values',
    ),
    services: words(
      'что ответит каждая служба, по порядку: значение; имя неудачи; { error, data, after }; { answer, facts, after }',
      'what each service answers, in order: a value; the name of a failure; { error, data, after }; { answer, facts, after }',
    ),
    talk: words('реплики по порядку', 'the turns, in order'),
    user: words('что человек пишет', 'what the person types'),
    press: words(
      'кнопка: имя её текста или сама надпись',
      'the button: the name of its text, or as it reads',
    ),
    old: words('на карточке, которой на экране уже нет', 'on a card that is no longer on the screen'),
    twice: words('нажата дважды подряд', 'tapped twice'),
    edit: words('человек исправляет своё последнее сообщение', 'the person corrects their last message'),
    file: words('человек присылает файл с таким именем', 'the person sends a file of that name'),
    caption: words('подпись под файлом', 'the words under the file'),
    wait: words('сколько времени проходит', 'how much time passes'),
    crash: words(
      'бот упал и запустился снова; что пришло последним, приходит ещё раз',
      'the bot dies, starts again and gets what came last once more',
    ),
    bot: words(
      'что бот сказал: имя текста или несколько по порядку',
      'what the bot said: the name of a text, or several in order',
    ),
    shows: words('слова, которые есть на экране', 'words that are on the screen'),
    hides: words('слова, которых на экране нет', 'words that are not on the screen'),
    buttons: words('кнопки, которые есть под сообщением', 'buttons under the message'),
    note: words('что сказано на нажатой кнопке', 'what the pressed button says'),
    end: words('чем закончился разговор', 'how the conversation has ended'),
    asked: words(
      'что передано службам с прошлой реплики человека',
      'what services were given since the person last did something',
    ),
  }),
)
