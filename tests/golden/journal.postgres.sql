-- appendJournal
insert into "journal" ("chat", "revision", "conversation", "dialog", "hash", "event", "from_state", "to_state", "at_ms")
values ($1, $2, $3, $4, $5, $6, $7, $8, $9), ($10, $11, $12, $13, $14, $15, $16, $17, $18);

-- readJournal
select *
from "journal"
where "seq" > $1
order by "seq"
limit $2;

-- lastJournalSeq
select "seq"
from "journal"
order by "seq" desc
limit $1;
