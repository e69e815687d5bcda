/** Conditions that are written wrong. Their schema says «none of four shapes»; here the one that was meant is found. */
import { condition, valuePath } from '../language/definition-parts.ts'
import { explainFormat } from './formats.ts'
import { error, isRecord, type Path, type Problem, words } from './problem.ts'

export function explainCondition(value: unknown, path: Path): readonly Problem[] {
  const found = inCondition(value, path)
  return found.length > 0 ? found : [notACondition(path)]
}

function inCondition(value: unknown, path: Path): readonly Problem[] {
  if (!isRecord(value)) return [notACondition(path)]
  const keys = Object.keys(value)
  const joint = keys.find((key) => key === 'any' || key === 'all' || key === 'not')
  if (joint === undefined) return keys.flatMap((key) => inTest(value[key], key, [...path, key]))
  const other = keys.find((key) => key !== joint)
  if (other !== undefined) {
    return [
      error(
        'bad-condition',
        [...path, other],
        words(
          `рядом с «${joint}» в условии ничего быть не может`,
          `nothing may stand beside “${joint}” in a condition`,
        ),
        {
          on: 'key',
          hint: words(`перенесите «${other}» внутрь «${joint}»`, `move “${other}” into “${joint}”`),
        },
      ),
    ]
  }
  return inJoint(joint, value[joint], [...path, joint])
}

function inJoint(joint: string, value: unknown, path: Path): readonly Problem[] {
  if (joint === 'not') return inCondition(value, path)
  if (!Array.isArray(value) || value.length === 0) {
    return [
      error(
        'bad-condition',
        path,
        words(
          `после «${joint}» нужен список условий: [{ шаг: значение }, …]`,
          `a list of conditions follows “${joint}”: [{ step: value }, …]`,
        ),
      ),
    ]
  }
  return value.flatMap((part, index) =>
    condition.safeParse(part).success ? [] : inCondition(part, [...path, index]),
  )
}

function inTest(value: unknown, key: string, path: Path): readonly Problem[] {
  if (!valuePath.safeParse(key).success) return [explainFormat(valuePath, key, path, 'key')]
  if (value === null || value === undefined) {
    return [
      error(
        'empty-value',
        path,
        words('не сказано, с чем сравнивать', 'it is not said what to compare with'),
        {
          hint: words('«ответа нет» пишут словом empty', 'write “empty” for “no answer”'),
        },
      ),
    ]
  }
  if (condition.safeParse({ [key]: value }).success) return []
  return [
    error('bad-condition', path, words('так сравнивать нельзя', 'this cannot be compared with'), {
      hint: words(
        'бывает: значение, список значений, { above: число } или { below: число }',
        'one of: a value, a list of values, { above: number } or { below: number }',
      ),
    }),
  ]
}

function notACondition(path: Path): Problem {
  return error(
    'bad-condition',
    path,
    words('условие пишется так: { шаг: значение }', 'a condition is written as { step: value }'),
    {
      hint: words(
        'например { priority: high } или { deadline: empty }',
        'for example { priority: high } or { deadline: empty }',
      ),
    },
  )
}
