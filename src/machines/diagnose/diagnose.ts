/**
 * Tells an author everything that is wrong with a definition, at once and in words. Two looks: first whether every part
 * is written as the language wants it; then, of the well-written parts only, whether they mean something together, so
 * that no fault is reported twice under another name.
 */
import { type DialogDefinition, definitionSchema, type TextBody } from '../language/definition.ts'
import { type Known, type Scope, scopeOf } from './draft.ts'
import { checkFailures } from './failures.ts'
import { judge } from './issues.ts'
import { checkHanded } from './handed.ts'
import { checkLengths } from './lengths.ts'
import { checkLinks } from './links.ts'
import { checkMenus } from './menus.ts'
import { checkMigrate } from './migrate.ts'
import { checkNames, withoutInherited } from './names.ts'
import { isRecord, own, type Problem, words } from './problem.ts'
import { shapeOf } from './shape.ts'
import { checkSteps } from './steps.ts'
import { checkTexts } from './texts.ts'
import { textUses } from './uses.ts'
import { checkValues } from './values.ts'

export interface Diagnosis {
  /** Null when there is an error among the problems. */
  readonly definition: DialogDefinition | null
  readonly problems: readonly Problem[]
}

/** Pure, and never throws. `raw` is what a file held: objects, lists, strings, numbers, booleans, null. */
export function diagnose(raw: unknown, known: Known = {}): Diagnosis {
  const safe = withoutInherited(raw)
  const lent = lentTexts(safe.value, known)
  const whole = withTexts(safe.value, lent)
  const { draft, problems: shape } = shapeOf(whole)
  const scope = draft === null ? null : scopeOf(draft, known)
  const meaning = scope === null ? [] : whereSaid(scope, meaningOf(scope), lent)
  const all = withoutEchoes([...safe.problems, ...shape, ...meaning])
  const spare = all.filter((problem) => isSpare(problem, lent))
  const problems = all.filter((problem) => !spare.includes(problem))
  if (problems.some((problem) => problem.severity === 'error')) return { definition: null, problems }
  const unused = new Set(spare.map(({ path }) => String(path[1])))
  const used = Object.fromEntries(Object.entries(lent).filter(([key]) => !unused.has(key)))
  const judged = judge(definitionSchema, withTexts(safe.value, used), [])
  return judged.ok
    ? { definition: judged.value, problems }
    : { definition: null, problems: [...problems, ...judged.problems] }
}

/** The shared texts that the dialog has none of its own for. */
function lentTexts(raw: unknown, known: Known): Readonly<Record<string, TextBody>> {
  const texts = own(raw, 'texts')
  if (!isRecord(texts)) return {}
  return Object.fromEntries([...(known.texts ?? [])].filter(([key]) => !Object.hasOwn(texts, key)))
}

function withTexts(raw: unknown, lent: Readonly<Record<string, TextBody>>): unknown {
  const texts = own(raw, 'texts')
  return isRecord(raw) && isRecord(texts) ? { ...raw, texts: { ...lent, ...texts } } : raw
}

/** A fault of a shared text in this dialog, once, at the first place that says it: the text itself is in another file. */
function whereSaid(
  scope: Scope,
  problems: readonly Problem[],
  lent: Readonly<Record<string, TextBody>>,
): readonly Problem[] {
  const known = new Set<string>()
  return problems.flatMap((problem) => {
    const key = String(problem.path[1])
    if (problem.path[0] !== 'texts' || !Object.hasOwn(lent, key) || isSpare(problem, lent)) return [problem]
    const fault = `${key} ${problem.code} ${problem.part ?? ''}`
    const use = textUses(scope).find((one) => one.key === key)
    if (known.has(fault) || use === undefined) return []
    known.add(fault)
    const { part: _part, on: _on, meant: _meant, hint: _hint, ...rest } = problem
    const message = words(
      `общий текст «${key}»: ${problem.message.ru}`,
      `the shared text “${key}”: ${problem.message.en}`,
    )
    return [{ ...rest, path: use.path, on: 'value', message }]
  })
}

/** A shared text need not be used by every dialog. */
function isSpare({ code, path }: Problem, lent: Readonly<Record<string, TextBody>>): boolean {
  return code === 'unused-text' && path[0] === 'texts' && Object.hasOwn(lent, String(path[1]))
}

function meaningOf(scope: Scope): readonly Problem[] {
  return [
    checkNames,
    checkLinks,
    checkFailures,
    checkSteps,
    checkMenus,
    checkHanded,
    checkValues,
    checkTexts,
    checkMigrate,
    checkLengths,
  ].flatMap((check) => check(scope))
}

/** Where words are missing, or a key nobody knows was left out, the text that goes there lies unused: that is one fault. */
function withoutEchoes(problems: readonly Problem[]): readonly Problem[] {
  const speechless = problems.some(
    ({ code, meant }) => wordless.has(code) || (code === 'unknown-key' && meant === undefined),
  )
  return speechless ? problems.filter(({ code }) => code !== 'unused-text') : problems
}

const wordless = new Set(['no-words', 'no-way-on', 'no-past', 'no-waiting', 'no-label'])
