import { expect, test } from 'vitest'

import { isProgram, safeFileName } from '../../../src/adapters/bitrix24/file-rules.ts'

test.each([
  ['Смета.pdf', 'Смета.pdf'],
  ['ОТЧЁТ.XLSX', 'ОТЧЁТ.xlsx'],
  ['../../etc/смета.pdf', 'etc_смета.pdf'],
  ['C:\\Мои документы\\акт.docx', 'C__Мои документы_акт.docx'],
  ['акт "финал"?.docx', 'акт _финал__.docx'],
  ['  акт .pdf', 'акт.pdf'],
  ['акт\n№ 5.pdf', 'акт № 5.pdf'],
  [`${'я'.repeat(300)}.pdf`, `${'я'.repeat(120)}.pdf`],
  ['архив.tar.gz', 'архив.tar.gz'],
])('the Drive gets %j as %j', (name, expected) => {
  expect(safeFileName(name)).toBe(expected)
})

test.each([
  '',
  '.',
  'pdf',
  '.pdf',
  'акт',
  'акт.',
  'акт.exe',
  'акт.pdf.exe',
  'акт.js',
  'акт.svg',
  'акт\u202Egpj.exe',
  'акт.pdf '.padEnd(9, '\u0000') + '.bat',
])('%j is no file we take', (name) => {
  expect(safeFileName(name)).toBeNull()
})

test.each([
  [[0x4d, 0x5a, 0x90], true],
  [[0x7f, 0x45, 0x4c, 0x46], true],
  [[0x23, 0x21, 0x2f], true],
  [[0x25, 0x50, 0x44, 0x46], false],
  [[0x50, 0x4b, 0x03, 0x04], false],
  [[0x4d], false],
  [[], false],
])('bytes %j: a program is %s', (bytes, expected) => {
  expect(isProgram(new Uint8Array(bytes))).toBe(expected)
})
