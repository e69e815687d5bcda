/** Menus, lists and ways back: that each leads on, and that nothing stands where nobody will ever come. */
import { isQuestion, type ListStep, type MenuStep, type Step } from '../language/definition.ts'
import { restsOn } from '../statechart/rules.ts'
import { buttonsOf, type DraftStep, type Scope, soundTexts } from './draft.ts'
import { placeholdersIn } from './markup.ts'
import { error, type Problem, warning, words } from './problem.ts'

export function checkMenus(scope: Scope): readonly Problem[] {
  return scope.draft.steps.flatMap((place) => {
    const { step } = place
    if (step === null) return []
    return [
      ...('menu' in step ? checkMenu(scope, place, step) : []),
      ...('list' in step ? checkLine(scope, place, step) : []),
      ...('return' in step ? [...checkReturn(scope, place, step.to), ...checkRest(scope, place)] : []),
      ...checkPlaces(place),
    ]
  })
}

function checkMenu(scope: Scope, place: DraftStep, step: MenuStep): readonly Problem[] {
  const repeated = repeatedPicks(place, step)
  if (repeated.length > 0) return repeated
  if (step.buttons.some((button) => 'pick' in button)) return []
  const leaves = step.buttons.some((button) => 'again' in button || 'answer' in button || 'start' in button)
  if (!leaves && !isLight(scope)) {
    const message = words(
      `из меню «${place.name}» некуда идти: ни одна кнопка не ведёт дальше`,
      `there is no way out of the menu “${place.name}”: no button leads on`,
    )
    const hint = words(
      'добавьте кнопку { pick: имя_текста } или { label: имя_текста, again: имя_шага }',
      'add a button { pick: text_name } or { label: text_name, again: step_name }',
    )
    return [error('dead-end', [...place.path, 'buttons'], message, { on: 'key', hint })]
  }
  return step.when === undefined ? neverReached(scope, place) : []
}

function isLight({ draft }: Scope): boolean {
  return (
    typeof draft.raw === 'object' && draft.raw !== null && 'light' in draft.raw && draft.raw.light === true
  )
}

function repeatedPicks({ path }: DraftStep, { buttons }: MenuStep): readonly Problem[] {
  const seen = new Set<string>()
  return buttons.flatMap((button, nth) => {
    if (!('pick' in button)) return []
    const key = JSON.stringify([button.pick, button.when])
    if (!seen.has(key)) {
      seen.add(key)
      return []
    }
    const message = words(
      `кнопка с ответом «${button.pick}» в этом меню уже есть`,
      `this menu already has a button with the answer “${button.pick}”`,
    )
    return [error('repeated', [...path, 'buttons', nth, 'pick'], message)]
  })
}

/** What stands behind a step that nothing leads past. */
function neverReached({ draft }: Scope, { name, index, step }: DraftStep): readonly Problem[] {
  const next = draft.steps[index + 1]
  if (next === undefined || next.verb === null || step === null) return []
  const message =
    'menu' in step
      ? words(
          `до этого шага дело не дойдёт: у меню «${name}» нет кнопки с pick`,
          `nobody will come to this step: the menu “${name}” has no button with a pick`,
        )
      : words(
          `до этого шага дело не дойдёт: «${name}» всегда возвращает назад`,
          `nobody will come to this step: “${name}” always goes back`,
        )
  return [warning('unreachable', [...next.path, next.verb], message)]
}

function checkRest(scope: Scope, place: DraftStep): readonly Problem[] {
  return place.step?.when === undefined ? neverReached(scope, place) : []
}

/** A list whose lines say nothing of what is listed. */
function checkLine({ draft }: Scope, { path }: DraftStep, { line }: ListStep): readonly Problem[] {
  const body = draft.texts?.get(line)
  if (!body) return []
  const forms = [body.ru, body.en].flatMap((form) =>
    typeof form === 'string' ? [form] : Object.values(form),
  )
  const telling = forms.some((form) => placeholdersIn(form).some(({ value }) => value.startsWith('item.')))
  if (telling) return []
  const message = words(
    `в тексте «${line}» нет {item.…}: все строки списка будут одинаковы`,
    `the text “${line}” has no {item.…}: all lines of the list will look the same`,
  )
  return [warning('bare-line', [...path, 'line'], message)]
}

/**
 * Going back is for being asked again: where nobody is asked on the way, because no question there rests on what is
 * forgotten, it would go round for ever.
 */
function checkReturn(scope: Scope, { step, path, index }: DraftStep, to: string): readonly Problem[] {
  const target = scope.steps.get(to)
  if (target === undefined || target.index >= index) return []
  const between = scope.draft.steps.slice(target.index, index)
  if (between.some((one) => one.step === null)) return []
  const gone = restingOn(scope, to)
  const questions = between.filter((one) => one.step !== null && isQuestion(one.step) && !isReady(one.step))
  const asked = questions.filter(({ name }) => gone.has(name ?? ''))
  // A condition of its own may be the very one under which the question is asked.
  if (asked.some((one) => step?.when !== undefined || one.step?.when === undefined)) return []
  const kept = questions.find((one) => one.step?.when === undefined)?.name
  if (asked.length > 0 || kept === undefined) {
    const message = words(
      `между «${to}» и этим шагом человека ни о чём не спрашивают: диалог ходил бы по кругу`,
      `nobody is asked anything between “${to}” and this step: the dialog would go round for ever`,
    )
    return [error('endless', [...path, 'to'], message)]
  }
  const message = words(
    `«${kept}» не забудется вместе с «${to}», и человека ни о чём не спросят: диалог ходил бы по кругу`,
    `“${kept}” is not forgotten with “${to}”, so nobody is asked anything: the dialog would go round for ever`,
  )
  const hint = words(
    `добавьте в шаг «${kept}» строку depends_on: [${to}]`,
    `add a line depends_on: [${to}] to the step “${kept}”`,
  )
  return [error('endless', [...path, 'to'], message, { hint })]
}

function restingOn({ draft }: Scope, name: string): ReadonlySet<string> {
  const found = new Set([name])
  const texts = soundTexts(draft)
  for (let before = -1; before !== found.size;) {
    before = found.size
    for (const { step, name: own } of draft.steps)
      if (step !== null && own !== null && restsOn(step, texts).some((one) => found.has(one))) found.add(own)
  }
  return found
}

/** It has an answer without being asked. */
function isReady(step: Step): boolean {
  return 'default' in step && step.default !== undefined
}

/** Buttons that mean nothing where they stand. */
function checkPlaces(place: DraftStep): readonly Problem[] {
  const { step } = place
  if (step === null) return []
  return buttonsOf(place).flatMap(({ button, path }) => {
    if ('pick' in button && !('menu' in step)) {
      const message = words('pick бывает только у кнопок меню', 'only the buttons of a menu have a pick')
      return [error('pick-outside', [...path, 'pick'], message, { on: 'key' })]
    }
    if ('run' in button && !('menu' in step || 'list' in step)) {
      const message = words(
        'run бывает только у кнопок меню и списка: здесь некуда возвращаться',
        'only the buttons of a menu or a list have a run: there is nothing to come back to here',
      )
      return [error('run-outside', [...path, 'run'], message, { on: 'key' })]
    }
    const act = 'again' in button ? 'again' : 'answer' in button ? 'answer' : null
    if (act === null || !('say' in step)) return []
    const message = words(
      `у say кнопки с ${act} не бывает: сказанное остаётся в чате, а диалог уходит дальше`,
      `a say has no button with ${act}: what was said stays in the chat, and the dialog goes on`,
    )
    const hint = words(
      'чтобы остановиться и дать выбор, сделайте шаг menu',
      'to stop there and let choose, make it a step “menu”',
    )
    return [error('act-outside', [...path, act], message, { on: 'key', hint })]
  })
}
