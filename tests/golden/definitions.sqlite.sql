-- keepDefinition
insert into "definitions" ("hash", "dialog", "source", "at_ms")
values (?, ?, ?, ?)
on conflict ("hash") do nothing;

-- loadDefinition
select "source"
from "definitions"
where "hash" = ?;

-- savePublication
insert into "publications" ("dialog", "hash", "at_ms")
values (?, ?, ?)
on conflict ("dialog") do update
set "hash" = ?, "at_ms" = ?;

-- lastPublicationMs
select "at_ms"
from "publications"
order by "at_ms" desc
limit ?;

-- loadPublications
select "dialog", "hash", "at_ms" as "atMs"
from "publications"
where "at_ms" > ?
order by "at_ms", "dialog";
