-- loadWorkDays
select "date", "kind"
from "work_days"
order by "date";

-- deleteWorkDays
delete from "work_days"
where "date" >= $1
and "date" <= $2;

-- insertWorkDays
insert into "work_days" ("date", "kind")
values ($1, $2);
