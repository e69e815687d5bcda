/** The production calendars of Russia as xmlcalendar.ru gives them: 2026 in both forms, the part of 2024 with a moved Saturday. */
export const xml2026 = `<?xml version="1.0" encoding="UTF-8"?>
<calendar year="2026" lang="ru" date="2025.09.30" country="ru">
<holidays>
<holiday id="1" title="Новогодние каникулы"/>
<holiday id="2" title="Рождество Христово"/>
<holiday id="3" title="День защитника Отечества"/>
</holidays>
<!-- <day d="07.07" t="1"/> -->
<days>
<day d="01.01" t="1" h="1"/>
<day d="01.02" t="1" h="1"/>
<day d="01.03" t="1" h="1"/>
<day d="01.04" t="1" h="1"/>
<day d="01.05" t="1" h="1"/>
<day d="01.06" t="1" h="1"/>
<day d="01.07" t="1" h="2"/>
<day d="01.08" t="1" h="1"/>
<day d="01.09" t="1" f="01.03"/>
<day d="02.23" t="1" h="3"/>
<day d="03.08" t="1" h="4"/>
<day d="03.09" t="1" f="03.08"/>
<day d="04.30" t="2"/>
<day d="05.01" t="1" h="5"/>
<day d="05.08" t="2"/>
<day d="05.09" t="1" h="6"/>
<day d="05.11" t="1" f="05.09"/>
<day d="06.11" t="2"/>
<day d="06.12" t="1" h="7"/>
<day d="11.03" t="2"/>
<day d="11.04" t="1" h="8"/>
<day d="12.31" t="1" f="01.04"/>
</days>
</calendar>`

export const json2026 = JSON.stringify({
  year: 2026,
  months: [
    { month: 1, days: '1,2,3,4,5,6,7,8,9+,10,11,17,18,24,25,31' },
    { month: 2, days: '1,7,8,14,15,21,22,23,28' },
    { month: 3, days: '1,7,8,9+,14,15,21,22,28,29' },
    { month: 4, days: '4,5,11,12,18,19,25,26,30*' },
    { month: 5, days: '1,2,3,8*,9,10,11+,16,17,23,24,30,31' },
    { month: 6, days: '6,7,11*,12,13,14,20,21,27,28' },
    { month: 7, days: '4,5,11,12,18,19,25,26' },
    { month: 8, days: '1,2,8,9,15,16,22,23,29,30' },
    { month: 9, days: '5,6,12,13,19,20,26,27' },
    { month: 10, days: '3,4,10,11,17,18,24,25,31' },
    { month: 11, days: '1,3*,4,7,8,14,15,21,22,28,29' },
    { month: 12, days: '5,6,12,13,19,20,26,27,31+' },
  ],
  transitions: [{ from: '01.03', to: '01.09' }],
  statistic: { workdays: 247, holidays: 118, hours40: 1972 },
})

export const xml2024 = `<calendar year="2024" lang="ru" date="2023.09.30"><days>
<day d="01.01" t="1" h="1"/><day d="02.22" t="2"/><day d="04.27" t="3"/>
<day d="04.29" t="1" f="04.27"/><day d="04.30" t="1" f="11.02"/><day d="05.01" t="1" h="5"/>
</days></calendar>`
