import { expect, test } from 'vitest'
import { readEnglish } from '../../../src/adapters/dates/english/read.ts'
import { rules as english } from '../../../src/adapters/dates/english/rules.ts'
import { normalise } from '../../../src/adapters/dates/normalise.ts'
import { readRussian } from '../../../src/adapters/dates/russian/read.ts'
import { rules as russian } from '../../../src/adapters/dates/russian/rules.ts'

const russianExamples = russian.flatMap((rule) => rule.examples.map((example) => ({ example, rule })))
const englishExamples = english.flatMap((rule) => rule.examples.map((example) => ({ example, rule })))

test.each(russianExamples)('«$example» is read by the rule it stands beside', ({ example, rule }) => {
  expect(readRussian(normalise(example)).by).toContain(rule)
})

test.each(englishExamples)('"$example" is read by the rule it stands beside', ({ example, rule }) => {
  expect(readEnglish(normalise(example).text).by).toContain(rule)
})
