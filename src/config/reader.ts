/** A setting that cannot be used, for whoever wrote it; the value is never repeated. */
export interface ConfigProblem {
  readonly key: string
  /** In Russian. */
  readonly message: string
  readonly english: string
}

export type Environment = Readonly<Record<string, string | undefined>>

export type Read = ReturnType<typeof reader>

/** Reads one setting after the other; what is wrong is gathered in `problems`, never thrown. */
export function reader(env: Environment, problems: ConfigProblem[]) {
  return <T>(key: string, parse: Parse<T>, fallback?: string): T => {
    const value = env[key]?.trim()
    try {
      if (value !== undefined && value !== '') return parse(value)
      if (fallback !== undefined) return parse(fallback)
      throw new Wrong('не задано', 'is not set')
    } catch (error) {
      if (!(error instanceof Wrong)) throw error
      problems.push({ key, message: error.message, english: error.english })
      // Never used: with a problem there is no config.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
      return undefined as T
    }
  }
}

/** A parser says what is wrong by throwing a `Wrong`; its message never holds the value. */
export type Parse<T> = (value: string) => T

export class Wrong extends Error {
  override name = 'Wrong'
  readonly english: string

  constructor(russian: string, english: string) {
    super(russian)
    this.english = english
  }
}
