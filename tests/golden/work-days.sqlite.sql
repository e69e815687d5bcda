-- loadWorkDays
select "date", "kind"
from "work_days"
order by "date";

-- deleteWorkDays
delete from "work_days"
where "date" >= ?
and "date" <= ?;

-- insertWorkDays
insert into "work_days" ("date", "kind")
values (?, ?);
