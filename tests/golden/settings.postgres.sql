-- loadSettings
select "value"
from "settings"
where "chat" = $1;

-- saveSettings
insert into "settings" ("chat", "value", "updated_at_ms")
values ($1, $2, $3)
on conflict ("chat") do update
set "value" = "excluded"."value", "updated_at_ms" = "excluded"."updated_at_ms";

-- deleteSettings
delete from "settings"
where "chat" = $1;
