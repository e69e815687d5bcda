// Plain JavaScript that any Node understands: everything else is TypeScript, which an old Node cannot even open.
const [major = 0] = process.versions.node.split('.').map(Number)
const command = process.argv[2] ?? 'start'
const terminal = {
  /** @param {string} text */
  out: (text) => void process.stdout.write(text),
  /** @param {string} text */
  err: (text) => void process.stderr.write(text),
}
const commands = new Map([
  ['start', ['bot', 'ticker']],
  ['bot', ['bot']],
  ['ticker', ['ticker']],
])

if (major < 24) {
  process.stderr.write(
    `Нужен Node.js 24 или новее, а это ${process.versions.node}. Запустите через npm (npm start): нужная версия уже установлена вместе с проектом.\n`,
  )
  process.exitCode = 1
} else if (command === 'dialogs') {
  const { existsSync } = await import('node:fs')
  if (existsSync('.env')) process.loadEnvFile('.env')
  // Whoever reads along may stop reading: `… | head`.
  process.stdout.on('error', () => process.exit())
  const { runDialogs } = await import('../src/authoring/commands.ts')
  process.exitCode = await runDialogs(process.argv.slice(3), terminal, process.env)
} else if (command === 'doctor') {
  const { existsSync } = await import('node:fs')
  if (existsSync('.env')) process.loadEnvFile('.env')
  const { runDoctor } = await import('../src/doctor/doctor.ts')
  process.exitCode = await runDoctor({ args: process.argv.slice(3), env: process.env, ...terminal })
} else if (!['calendar', 'db', 'link', 'user-data'].includes(command) && !commands.has(command)) {
  process.stderr.write(
    `Нет такой команды: ${command}. Есть: ${[...commands.keys(), 'calendar', 'db', 'dialogs', 'doctor', 'link', 'user-data'].join(', ')}.\n`,
  )
  process.exitCode = 64
} else {
  const { existsSync } = await import('node:fs')
  if (existsSync('.env')) process.loadEnvFile('.env')
  if (command === 'calendar' || command === 'db' || command === 'link' || command === 'user-data') {
    const { runCommand } = await import('../src/commands/run.ts')
    await runCommand(command, process.argv.slice(3))
  } else if (command === 'start' && !process.env.TELEGRAM_BOT_TOKEN) {
    const { start } = await import('../sandbox/start.ts')
    await start(process.argv.slice(3))
  } else {
    const { run } = await import('../src/main.ts')
    await run(commands.get(command), { args: process.argv.slice(3) })
  }
}
