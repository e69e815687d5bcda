/**
 * References to earlier results inside a batch. The portal puts them into *any* parameter value, text typed by people
 * included (source), which is why such text must never travel in a batch.
 */
import type { Json } from '../../../src/ports/json.ts'
import { isList, isObject, textOf } from '../json.ts'

export interface Earlier {
  readonly result: Record<string, Json>
  readonly error: Record<string, Json>
  readonly total: Record<string, Json>
  readonly next: Record<string, Json>
  readonly time: Record<string, Json>
}

const reference = /\$(result|error|total|next|time)((?:\[[^\]]*\])+)/gi

/** A value that is nothing but a reference takes the referred value whole; inside text it takes its text. */
export function substitute(value: Json, earlier: Earlier): Json {
  if (typeof value === 'string') return substituteText(value, earlier)
  if (isList(value)) return value.map((one) => substitute(one, earlier))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, substitute(one, earlier)]))
}

function substituteText(text: string, earlier: Earlier): Json {
  const [only] = [...text.matchAll(reference)]
  if (only !== undefined && only[0] === text) return lookUp(only[1] ?? '', only[2] ?? '', earlier) ?? ''
  return text.replace(reference, (_match, map: string, path: string) => textOf(lookUp(map, path, earlier)))
}

function lookUp(map: string, path: string, earlier: Earlier): Json | undefined {
  const maps: Readonly<Record<string, Readonly<Record<string, Json>>>> = { ...earlier }
  let value: Json | undefined = maps[map.toLowerCase()]
  for (const [, key = ''] of path.matchAll(/\[([^\]]*)\]/g)) {
    if (isList(value)) value = value[Number(key)]
    else if (isObject(value) && Object.hasOwn(value, key)) value = value[key]
    else return undefined
  }
  return value
}
