import { describe, expect, test } from 'vitest'
import { diagnose } from '../../src/machines/diagnose/diagnose.ts'
import { near } from '../../src/machines/diagnose/near.ts'
import type { Problem } from '../../src/machines/diagnose/problem.ts'

const said = { ru: 'Готово.', en: 'Done.' }

/** The smallest dialog there can be, with parts of it replaced. */
function dialog(parts: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    dialog: 'greet',
    version: 1,
    title: { ru: 'Привет', en: 'Hello' },
    steps: [{ say: 'bye' }],
    texts: { bye: said },
    ...parts,
  }
}

function places(problems: readonly Problem[]): readonly string[] {
  return problems.map((problem) => `${problem.code} ${problem.on} ${problem.path.join('.')}`)
}

test('a sound definition comes back with its defaults filled in', () => {
  const { definition, problems } = diagnose(dialog())
  expect(problems).toEqual([])
  expect(definition).toMatchObject({ dialog: 'greet', start: {}, idle: [] })
})

test('warnings do not keep a definition from being used', () => {
  const { definition, problems } = diagnose(dialog({ texts: { bye: said, extra: said } }))
  expect(places(problems)).toEqual(['unused-text key texts.extra'])
  expect(definition).not.toBeNull()
})

describe('what is not an object, or holds nothing, is one problem', () => {
  test.each([[null], [5], ['greet'], [[dialog()]], [undefined]])('%j', (raw) => {
    expect(places(diagnose(raw).problems)).toEqual(['not-a-dialog value '])
  })

  test('an empty one lacks what every dialog has', () => {
    expect(diagnose({}).problems.map(({ message }) => message.ru)).toEqual(
      ['dialog', 'version', 'title', 'steps', 'texts'].map((key) => `не хватает ключа «${key}»`),
    )
  })
})

describe('what exists outside is checked only where it is known', () => {
  const steps = [
    {
      call: 'run',
      service: 'any.thing',
      on_error: { strange: { say: 'bye', end: 'done' }, otherwise: { say: 'bye', end: 'failed' } },
    },
    { set: 'both', to: 'anything' },
    { say: 'bye', buttons: [{ label: 'bye', start: 'elsewhere' }] },
  ]
  const whole = dialog({ steps, start: { requires: { signed: 'sign-up' } } })

  test('without knowledge everything is taken as given', () => {
    expect(diagnose(whole).problems).toEqual([])
  })

  test('with it, every name is looked up', () => {
    const { problems } = diagnose(whole, {
      services: new Map(),
      functions: new Set(),
      dialogs: new Set(),
      facts: new Set(),
    })
    expect(places(problems)).toEqual([
      'unknown-service value steps.0.service',
      'unknown-function value steps.1.to',
      'unknown-dialog value steps.2.buttons.0.start',
      'unknown-fact key start.requires.signed',
      'unknown-dialog value start.requires.signed',
    ])
  })

  test('reasons that any service may end with need not be listed by it', () => {
    const services = new Map([['any.thing', { reasons: [] }]])
    expect(places(diagnose(whole, { services }).problems)).toEqual([
      'unknown-reason key steps.0.on_error.strange',
    ])
  })
})

test('a dialog may start itself again though no list names it yet', () => {
  const steps = [{ say: 'bye', buttons: [{ label: 'bye', start: 'greet' }] }]
  expect(diagnose(dialog({ steps }), { dialogs: new Set() }).problems).toEqual([])
})

test('the secret part of a link is a value, and may be forgotten like an answer', () => {
  const otherwise = { say: 'bye', ask_again: 'invite' }
  const steps = [
    {
      call: 'join',
      when: { invite: 'filled' },
      service: 's',
      with: { key: 'invite' },
      on_error: { otherwise },
    },
  ]
  expect(diagnose(dialog({ start: { payload: 'invite' }, steps })).problems).toEqual([])
})

test('what would be created without a confirmation is refused', () => {
  const call = {
    call: 'create',
    service: 's',
    once: true,
    on_error: { otherwise: { say: 'bye', end: 'failed' } },
  }
  const question = { ask: 'name', type: 'text', label: 'bye', prompt: 'bye', invalid: 'bye' }
  const review = { review: 'card', text: 'bye', edit: ['name'], edit_prompt: 'bye', confirm: 'bye' }
  expect(places(diagnose(dialog({ steps: [question, call] })).problems)).toEqual([
    'unconfirmed value steps.1.call',
  ])
  expect(places(diagnose(dialog({ steps: [question, call, review] })).problems)).toEqual([
    'unconfirmed value steps.1.call',
  ])
  expect(diagnose(dialog({ steps: [question, review, call] })).problems).toEqual([])
})

test('a mistyped key does not hide what else is wrong with its step', () => {
  const question = { ask: 'name', tpye: 'txet', prompt: 'bye', invalid: 'nowhere', lable: 'bye' }
  const { problems } = diagnose(dialog({ steps: [question, { say: 'bye' }] }))
  expect(places(problems)).toEqual([
    'unknown-key key steps.0.tpye',
    'unknown-type value steps.0.type',
    'unknown-key key steps.0.lable',
    'unknown-text value steps.0.invalid',
  ])
})

test('an unreadable step keeps silent what is said of the names it may have given', () => {
  const steps = [{ colour: 'red' }, { say: 'bye', when: { anything: 'filled' } }]
  expect(places(diagnose(dialog({ steps })).problems)).toEqual(['no-verb value steps.0'])
})

describe('a value that may not be known yet needs words to fall back on', () => {
  const later = { ask: 'name', type: 'text', prompt: 'bye', invalid: 'bye' }

  test('refused without them', () => {
    const texts = { bye: said, hello: { ru: 'Привет, {name}!', en: 'Hello, {name}!' } }
    const { problems } = diagnose(dialog({ steps: [{ say: 'hello' }, later], texts }))
    expect(problems.map(({ code, part }) => [code, part])).toEqual([
      ['too-early', '{name}'],
      ['too-early', '{name}'],
    ])
  })

  test('fine with them', () => {
    const texts = { bye: said, hello: { ru: 'Привет, {name|незнакомец}!', en: 'Hello, {name|stranger}!' } }
    expect(diagnose(dialog({ steps: [{ say: 'hello' }, later], texts })).problems).toEqual([])
  })

  test('fine where the same text is said again later', () => {
    const texts = { bye: said, hello: { ru: 'Привет, {name}!', en: 'Hello, {name}!' } }
    const steps = [
      { ...later, invalid: 'hello' },
      { set: 'shout', to: 'first', when: { name: 'filled' } },
      { say: 'hello' },
    ]
    expect(diagnose(dialog({ steps, texts })).problems).toEqual([])
  })
})

describe('the marks of a text mean themselves only when they are written out', () => {
  test.each([
    ['1 &lt; 2 &amp;&amp; &quot;да&quot; &gt; «нет»', []],
    ['<b>жирно <i>и косо</i></b>, <u>черта</u>, <s>вон</s>, <code>код</code>', []],
    ['1 < 2', ['<']],
    ['<a href="x">ссылка</a>', ['<a']],
    ['<b>не закрыто', ['<b>']],
    ['закрыто</b>', ['</b>']],
    ['Рога & копыта', ['&']],
    ['{ответ}', ['{ответ}']],
    ['{}', ['{}']],
    ['{name.}', ['{name.}']],
  ])('%s', (ru, parts) => {
    const { problems } = diagnose(dialog({ texts: { bye: { ru, en: 'Bye' } } }))
    expect(problems.map(({ part }) => part)).toEqual(parts)
  })
})

describe('a near name is proposed', () => {
  const keys = ['prompt', 'invalid', 'optional', 'description', 'label', 'length', 'ask', 'say', 'set']
  test.each([
    ['promtp', 'prompt'],
    ['Prompt', 'prompt'],
    ['lenght', 'length'],
    ['desc', 'description'],
    ['оptional', 'optional'],
    ['lable', 'label'],
    ['in_valid', 'invalid'],
    ['sya', 'say'],
    ['xyz', null],
    ['x', null],
    ['', null],
  ])('%s → %s', (typed, name) => {
    expect(near(typed, keys)).toBe(name)
  })
})

function callWith(text: string): object {
  return {
    call: 'run',
    service: 'any.thing',
    with: { title: { text } },
    waiting: 'bye',
    on_error: { otherwise: { say: 'bye', end: 'failed' } },
  }
}

describe('words of the dialog handed to a service', () => {
  const ask = { ask: 'what', type: 'text', prompt: 'bye', invalid: 'bye' }
  const code = { ask: 'code', type: 'code', digits: 6, prompt: 'bye', invalid: 'bye' }
  const texts = {
    bye: said,
    title: { ru: 'Сделать: {what}', en: 'Do: {what}' },
    leak: { ru: 'Код: {code}', en: 'Code: {code}' },
  }
  const services = new Map([['any.thing', { reasons: [], type: 'remote' as const }]])
  const found = (steps: readonly object[]) =>
    places(diagnose(dialog({ steps, texts }), { services }).problems).filter(
      (one) => !one.startsWith('unused'),
    )

  test('count as a use of the text and of what it names', () => {
    expect(found([ask, callWith('title')])).toEqual([])
  })

  test('must exist, and name only what is known by then', () => {
    expect(found([ask, callWith('titel')])).toEqual(['unknown-text value steps.1.with.title.text'])
    expect(found([callWith('title'), ask])).toEqual([
      'too-early value texts.title.ru',
      'too-early value texts.title.en',
    ])
  })

  test('must not carry a one-time code out of the house', () => {
    expect(found([code, callWith('leak')])).toContain('secret value steps.1.with.title')
  })
})

describe('what is said of earlier versions', () => {
  const ask = { ask: 'deadline', type: 'text', prompt: 'bye', invalid: 'bye' }
  const found = (migrate: object, version = 3) =>
    places(diagnose(dialog({ version, steps: [ask], migrate })).problems)

  test('names steps that are there, and renames those that are not', () => {
    expect(
      found({ '1': { renamed: { due: 'deadline' }, dropped: ['tags'], retyped: ['deadline'] } }),
    ).toEqual([])
    expect(found({ '1': { renamed: { due: 'deadlin' } } })).toEqual([
      'unknown-step value migrate.1.renamed.due',
    ])
    expect(found({ '1': { retyped: ['due'] } })).toEqual(['unknown-step value migrate.1.retyped.0'])
    expect(found({ '1': { renamed: { deadline: 'deadline' } } })).toEqual([
      'still-there key migrate.1.renamed.deadline',
    ])
  })

  test('may name a step in between that was renamed again', () => {
    expect(found({ '1': { renamed: { due: 'until' } }, '2': { renamed: { until: 'deadline' } } })).toEqual([])
  })

  test('is about versions before this one', () => {
    expect(found({ '3': { dropped: ['tags'] } })).toEqual(['not-earlier key migrate.3'])
  })
})
