/** What the page does by itself: another language, other data, and finding words. Without it everything is still there. */
export const pageScript = `
const root = document.documentElement
const search = document.getElementById('search')
const cards = [...document.querySelectorAll('article')].map((card) => ({ card, text: card.textContent.toLowerCase() }))
for (const button of document.querySelectorAll('[data-set-lang]'))
  button.addEventListener('click', () => {
    root.lang = root.dataset.lang = button.dataset.setLang
    for (const one of document.querySelectorAll('[data-set-lang]')) one.setAttribute('aria-pressed', String(one === button))
  })
document.getElementById('worst').addEventListener('change', (event) => {
  root.dataset.data = event.target.checked ? 'worst' : 'usual'
})
search.addEventListener('input', () => {
  const words = search.value.trim().toLowerCase()
  let found = 0
  for (const { card, text } of cards) {
    card.hidden = words !== '' && !text.includes(words)
    if (!card.hidden) found += 1
  }
  for (const part of [...document.querySelectorAll('.step, .dialog')])
    part.hidden = part.querySelector('article:not([hidden])') === null
  document.getElementById('found').textContent = words === '' ? '' : String(found)
  document.getElementById('nothing').hidden = found > 0
})
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target === search) return
  event.preventDefault()
  search.focus()
})
`
