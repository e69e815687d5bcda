/** The value as it was probably meant: so that one mistyped key does not keep the rest of a part from being judged. */
import { isRecord, type Path, type Problem } from './problem.ts'

/** Mistyped names put right, unknown keys left out; undefined when that would not cure every problem. `path` is the value's. */
export function mend(value: unknown, problems: readonly Problem[], path: Path): unknown {
  let mended = value
  for (const problem of problems) {
    if (problem.meant === undefined && problem.code !== 'unknown-key') return undefined
    mended = change(mended, problem.path.slice(path.length), problem)
  }
  return mended
}

function change(value: unknown, path: Path, problem: Problem): unknown {
  const [key, ...rest] = path
  if (key === undefined) return problem.meant ?? value
  if (Array.isArray(value))
    return value.map((part: unknown, index) => (index === key ? change(part, rest, problem) : part))
  if (!isRecord(value)) return value
  const last = rest.length === 0 && problem.on === 'key'
  const entries = Object.entries(value).flatMap(([name, part]): readonly (readonly [string, unknown])[] => {
    if (name !== key) return [[name, part]]
    if (!last) return [[name, change(part, rest, problem)]]
    return problem.meant === undefined ? [] : [[problem.meant, part]]
  })
  return Object.fromEntries(entries)
}
