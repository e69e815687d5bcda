-- keepDefinition
insert into "definitions" ("hash", "dialog", "source", "at_ms")
values ($1, $2, $3, $4)
on conflict ("hash") do nothing;

-- loadDefinition
select "source"
from "definitions"
where "hash" = $1;

-- savePublication
insert into "publications" ("dialog", "hash", "at_ms")
values ($1, $2, $3)
on conflict ("dialog") do update
set "hash" = $4, "at_ms" = $5;

-- lastPublicationMs
select "at_ms"
from "publications"
order by "at_ms" desc
limit $1;

-- loadPublications
select "dialog", "hash", "at_ms" as "atMs"
from "publications"
where "at_ms" > $1
order by "at_ms", "dialog";
