-- keepDefinition
insert into "definitions" ("hash", "dialog", "source", "at_ms")
values ($1, $2, $3, $4)
on conflict ("hash") do nothing;

-- loadDefinition
select "source"
from "definitions"
where "hash" = $1;
