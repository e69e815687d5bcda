/**
 * What is known at a place in a dialog, and what follows from it for a condition: it holds, it does not, or it depends.
 * Nothing is walked; the picture of a dialog is drawn from its definition alone.
 */
import type { Json, JsonObject } from '../../ports/json.ts'
import { nameOf, type DialogDefinition, type Step } from '../../machines/language/definition.ts'
import type { Condition } from '../../machines/language/definition-parts.ts'
import { holds } from '../../machines/statechart/rules.ts'

/** What an answer may be: one of these; anything but nothing; anything but these. Absent: anything, or nothing. */
type Fact = readonly Json[] | 'filled' | { readonly except: readonly Json[] }

export type Facts = ReadonlyMap<string, Fact>

export type Truth = 'yes' | 'no' | 'maybe'

/** The answers a question can have, where they are few and the author wrote them. */
export function outcomesOf(step: Step): readonly Json[] {
  if ('menu' in step) return step.buttons.flatMap((button) => ('pick' in button ? [button.pick] : []))
  if (!('ask' in step)) return []
  const more = step.optional === true ? [null] : []
  if (step.type === 'choice') return [...step.options, ...more]
  return step.type === 'yes_no' ? [true, false, ...more] : []
}

/** What is known whenever the conversation stands at the step of that index. */
export function factsAt(definition: DialogDefinition, index: number): Facts {
  const earlier = definition.steps.slice(0, index)
  const known: Facts = new Map(
    earlier.flatMap((step): [string, Fact][] => {
      const outcomes = outcomesOf(step)
      const unasked = step.when === undefined || outcomes.includes(null) ? [] : [null]
      return outcomes.length === 0 ? [] : [[nameOf(step), [...outcomes, ...unasked]]]
    }),
  )
  const when = definition.steps[index]?.when
  const alternatives = when !== undefined && isAny(when) ? when.any : [when]
  const possible = alternatives.filter((one) => judge(one, known) !== 'no')
  return eitherOf(
    possible.map((one) => withUnasked(one === undefined ? known : withTrue(known, one), earlier)),
  )
}

/** A step whose condition does not hold has no answer. */
function withUnasked(facts: Facts, steps: readonly Step[]): Facts {
  return steps.reduce(
    (known, step) => (judge(step.when, known) === 'no' ? withAnswer(known, nameOf(step), [null]) : known),
    facts,
  )
}

/** Nothing has been answered yet but what whoever starts the dialog may bring. */
export function factsAtStart({ steps, start }: DialogDefinition): Facts {
  const brought = new Set([...(start.given ?? []), start.payload ?? '', start.file ?? ''])
  return new Map(
    steps
      .filter((step) => !brought.has(nameOf(step)))
      .map((step) => [nameOf(step), isAnswered(step) ? outcomesOf(step) : [null]]),
  )
}

/** A step that is never asked has an answer all the same. */
export function isAnswered(step: Step): boolean {
  return 'default' in step && step.default !== undefined
}

export function withAnswer(facts: Facts, name: string, fact: Fact): Facts {
  const kept = [...facts].filter(([path]) => !path.startsWith(`${name}.`))
  return new Map([...kept, [name, fact]])
}

export function judge(condition: Condition | undefined, facts: Facts): Truth {
  if (condition === undefined) return 'yes'
  if (isAny(condition)) return opposite(every(condition.any.map((one) => opposite(judge(one, facts)))))
  if (isAll(condition)) return every(condition.all.map((one) => judge(one, facts)))
  if (isNot(condition)) return opposite(judge(condition.not, facts))
  return every(Object.entries(condition).map(([path, test]) => judgeOne(path, test, factOf(facts, path))))
}

/** The facts once the condition is known to hold. */
export function withTrue(facts: Facts, condition: Condition): Facts {
  if (isAny(condition)) {
    const possible = condition.any.filter((one) => judge(one, facts) !== 'no')
    return eitherOf(possible.map((one) => withTrue(facts, one)))
  }
  if (isAll(condition)) return condition.all.reduce((known, one) => withTrue(known, one), facts)
  if (isNot(condition)) return withFalse(facts, condition.not)
  return Object.entries(condition).reduce((known, [path, test]) => narrowed(known, path, test, true), facts)
}

/** What all of them have in common. */
function eitherOf(all: readonly Facts[]): Facts {
  const [first = new Map<string, Fact>(), ...others] = all
  if (others.length === 0) return first
  return new Map(
    [...first].flatMap(([path, fact]): [string, Fact][] => {
      const facts = [fact, ...others.map((other) => other.get(path))]
      if (facts.every((one) => one === 'filled')) return [[path, 'filled']]
      const lists = facts.flatMap((one) => (one !== undefined && isValues(one) ? [one] : []))
      return lists.length === facts.length ? [[path, [...new Set(lists.flat())]]] : []
    }),
  )
}

/** The facts once the condition is known not to hold. */
export function withFalse(facts: Facts, condition: Condition): Facts {
  if (isAny(condition)) return condition.any.reduce((known, one) => withFalse(known, one), facts)
  if (isAll(condition)) {
    const open = condition.all.filter((one) => judge(one, facts) !== 'yes')
    return open.length === 1 && open[0] !== undefined ? withFalse(facts, open[0]) : facts
  }
  if (isNot(condition)) return withTrue(facts, condition.not)
  const open = Object.entries(condition).filter(
    ([path, test]) => judgeOne(path, test, factOf(facts, path)) !== 'yes',
  )
  const [only] = open
  return open.length === 1 && only !== undefined ? narrowed(facts, only[0], only[1], false) : facts
}

function narrowed(facts: Facts, path: string, test: Json, truth: boolean): Facts {
  const fact = factOf(facts, path)
  const values = fact !== undefined && isValues(fact) ? fact : named(test, truth)
  if (values !== null)
    return new Map([...facts, [path, values.filter((value) => passes(path, test, value) === truth)]])
  // A test that nothing passes can only be passed by something.
  if (passes(path, test, null) !== truth) return new Map([...facts, [path, 'filled']])
  const except = named(test, true)
  return except === null || truth || fact !== undefined ? facts : new Map([...facts, [path, { except }]])
}

/** The values a test names, where passing or failing it leaves no others. */
function named(test: Json, truth: boolean): readonly Json[] | null {
  if (test === 'empty' || test === 'filled') return (test === 'empty') === truth ? [null] : null
  if (!truth) return null
  if (isList(test)) return test.includes('filled') ? null : test
  return typeof test === 'object' ? null : [test]
}

function judgeOne(path: string, test: Json, fact: Fact | undefined): Truth {
  if (fact === undefined) return 'maybe'
  if (fact === 'filled') return test === 'filled' ? 'yes' : test === 'empty' ? 'no' : 'maybe'
  if (!isValues(fact)) {
    const wanted = named(test, true)
    return wanted !== null && wanted.every((value) => fact.except.includes(value)) ? 'no' : 'maybe'
  }
  const passed = fact.filter((value) => passes(path, test, value)).length
  if (passed === 0) return 'no'
  return passed === fact.length ? 'yes' : 'maybe'
}

function passes(path: string, test: Json, value: Json): boolean {
  const answers = path
    .split('.')
    .toReversed()
    .reduce<Json>((inner, part) => ({ [part]: inner }), value)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the test stood in a condition that was checked
  return holds({ [path]: test } as Condition, answers as JsonObject)
}

/** Of a part of an answer less may be known than of the whole, and the other way round. */
function factOf(facts: Facts, path: string): Fact | undefined {
  const own = facts.get(path)
  if (own !== undefined) return own
  const parent = path.split('.', 1)[0] ?? path
  const whole = parent === path ? undefined : facts.get(parent)
  if (whole !== undefined && isValues(whole) && whole.every(isPlain)) return [null]
  const parts = [...facts].filter(([known]) => known.startsWith(`${path}.`))
  const isFilled = ([, fact]: [string, Fact]): boolean =>
    fact === 'filled' || (isValues(fact) && !fact.includes(null))
  return parts.some(isFilled) ? 'filled' : undefined
}

/** What of a condition is still open. */
export function openPartOf(condition: Condition, facts: Facts): Condition {
  if (isAny(condition)) {
    const any = condition.any.filter((one) => judge(one, facts) !== 'no').map((one) => openPartOf(one, facts))
    return any.length === 1 && any[0] !== undefined ? any[0] : { any }
  }
  if (isAll(condition)) {
    const all = condition.all
      .filter((one) => judge(one, facts) !== 'yes')
      .map((one) => openPartOf(one, facts))
    return all.length === 1 && all[0] !== undefined ? all[0] : { all }
  }
  if (isNot(condition)) return { not: openPartOf(condition.not, facts) }
  const open = Object.entries(condition).filter(
    ([path, test]) => judgeOne(path, test, factOf(facts, path)) === 'maybe',
  )
  return Object.fromEntries(open)
}

function every(truths: readonly Truth[]): Truth {
  if (truths.includes('no')) return 'no'
  return truths.includes('maybe') ? 'maybe' : 'yes'
}

function opposite(truth: Truth): Truth {
  if (truth === 'maybe') return 'maybe'
  return truth === 'yes' ? 'no' : 'yes'
}

function isPlain(value: Json): boolean {
  return typeof value !== 'object' || value === null
}

function isValues(fact: Fact): fact is readonly Json[] {
  return Array.isArray(fact)
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

export function isAny(condition: Condition): condition is { readonly any: readonly Condition[] } {
  return 'any' in condition && Array.isArray(condition.any) && typeof condition.any[0] === 'object'
}

export function isAll(condition: Condition): condition is { readonly all: readonly Condition[] } {
  return 'all' in condition && Array.isArray(condition.all) && typeof condition.all[0] === 'object'
}

export function isNot(condition: Condition): condition is { readonly not: Condition } {
  return 'not' in condition && typeof condition.not === 'object' && !Array.isArray(condition.not)
}
