-- appendJournal
insert into "journal" ("chat", "revision", "conversation", "dialog", "hash", "event", "from_state", "to_state", "at_ms")
values (?, ?, ?, ?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?, ?, ?, ?);

-- readJournal
select *
from "journal"
where "seq" > ?
order by "seq"
limit ?;

-- lastJournalSeq
select "seq"
from "journal"
order by "seq" desc
limit ?;
