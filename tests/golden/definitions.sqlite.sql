-- keepDefinition
insert into "definitions" ("hash", "dialog", "source", "at_ms")
values (?, ?, ?, ?)
on conflict ("hash") do nothing;

-- loadDefinition
select "source"
from "definitions"
where "hash" = ?;
