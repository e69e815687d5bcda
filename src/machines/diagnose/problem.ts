/** One fault of a definition, in words for its author; where it is said by the path, for files turned into a line and column. */

export interface Wording {
  readonly ru: string
  readonly en: string
}

export type Path = readonly (string | number)[]

export interface Problem {
  /** Keys and list positions from the root of the definition. */
  readonly path: Path
  /** Whether the fault is in the name of the last key or in what stands after it. */
  readonly on: 'key' | 'value'
  /** The piece of the value that is at fault, as it is written there. */
  readonly part?: string
  /** A definition with an error is not used; one with warnings is. */
  readonly severity: 'error' | 'warning'
  /** Stable, for tools. */
  readonly code: string
  readonly message: Wording
  readonly hint?: Wording
  /** What was probably meant instead of the key, the value or the part: an editor may put it there. */
  readonly meant?: string
}

export interface ProblemDetails {
  readonly on?: 'key' | 'value'
  readonly hint?: Wording | null
  /** Makes a hint of its own, before any other. */
  readonly meant?: string | null
  readonly part?: string
}

export function error(code: string, path: Path, message: Wording, details: ProblemDetails = {}): Problem {
  return problem('error', code, path, message, details)
}

export function warning(code: string, path: Path, message: Wording, details: ProblemDetails = {}): Problem {
  return problem('warning', code, path, message, details)
}

export function words(ru: string, en: string): Wording {
  return { ru, en }
}

function problem(
  severity: Problem['severity'],
  code: string,
  path: Path,
  message: Wording,
  details: ProblemDetails,
): Problem {
  const { meant, part } = details
  const hint = typeof meant === 'string' ? didYouMean(meant) : details.hint
  return {
    path,
    on: details.on ?? 'value',
    severity,
    code,
    message,
    ...(part !== undefined && { part }),
    ...(hint && { hint }),
    ...(typeof meant === 'string' && { meant }),
  }
}

function didYouMean(name: string): Wording {
  return words(`возможно, вы имели в виду «${name}»`, `did you mean “${name}”?`)
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Own keys only: a definition is never asked about what objects inherit. */
export function own(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return typeof key === 'number' ? (value as readonly unknown[])[key] : undefined
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined
}
