import { expect, test } from 'vitest'
import { readInspectFlags } from '../../src/inspector/flag.ts'

test.each([
  [[], null],
  [['--inspect'], { port: null }],
  [['--inspect=9000'], { port: 9000 }],
  [['--inspect=0'], { port: 0 }],
  [
    ['--inspect', '--inspect-viewer=https://viewer.example/x'],
    { port: null, viewer: 'https://viewer.example/x' },
  ],
  [['--inspect-viewer=http://127.0.0.1:3000/'], { port: null, viewer: 'http://127.0.0.1:3000/' }],
])('%j is understood', (args, wish) => {
  expect(readInspectFlags(args)).toEqual(wish)
})

test.each([
  [['--inspct'], 'Не понял «--inspct»'],
  [['--inspect=0.0.0.0:9000'], 'порт — число от 0 до 65535'],
  [['--inspect=65536'], 'порт — число от 0 до 65535'],
  [['--inspect='], 'порт — число от 0 до 65535'],
  [['--inspect-viewer=http://viewer.example/'], 'нужен адрес https'],
  [['--inspect-viewer=javascript:alert(1)'], 'нужен адрес https'],
  [['--inspect-viewer'], 'нужен адрес https'],
])('%j is refused in words', (args, sentence) => {
  expect(readInspectFlags(args)).toMatchObject({ problem: expect.stringContaining(sentence) as string })
})
