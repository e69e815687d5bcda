/** Texts that stand in no message of an explored path, each by itself. */
import type { Json, JsonObject } from '../../ports/json.ts'
import type { Language } from '../../ports/language.ts'
import type { Message } from '../../ports/message.ts'
import { beginningOf, fitted } from '../../machines/conversation/fitted.ts'
import type { DialogDefinition } from '../../machines/language/definition.ts'
import { say, valuesNamedBy, type Texts } from '../../machines/language/wording.ts'
import { isObject } from '../../machines/statechart/values.ts'
import type { Drawn, Pair } from './drawn.ts'
import { longestValue, usualValue } from './longest.ts'

/** A text by itself, with something in the place of each value it names. */
export function alone(texts: Texts, key: string, definition: DialogDefinition | null): Drawn {
  const draw = (language: Language, worst: boolean, valueMax?: number): Message => {
    const paths = valuesNamedBy(texts, key)
    const body = texts[key]
    const count = body !== undefined && 'count' in body ? body.count : null
    const values = paths.reduce<JsonObject>(
      (all, path) =>
        put(
          all,
          path.split('.'),
          worst ? shownIn(valueMax, longestValue(definition, path)) : usualValue(path),
        ),
      count === null ? {} : put({}, count.split('.'), worst ? 1_000 : 2),
    )
    const filled = count === null ? values : put(values, count.split('.'), worst ? 1_000 : 2)
    return { ...say(texts, key, language, filled), rows: [] }
  }
  const pair = (language: Language): Pair => ({
    usual: draw(language, false),
    worst: fitted((valueMax) => draw(language, true, valueMax)),
  })
  return { keys: [key], ru: pair('ru'), en: pair('en') }
}

function shownIn(valueMax: number | undefined, value: string): string {
  return valueMax === undefined || value.length <= valueMax ? value : beginningOf(value, valueMax)
}

function put(into: JsonObject, [first = '', ...rest]: readonly string[], leaf: Json): JsonObject {
  const inner = into[first]
  return { ...into, [first]: rest.length === 0 ? leaf : put(isObject(inner) ? inner : {}, rest, leaf) }
}
