-- One row per an action after a child safeguarding practice review or serious case review due in the period.
select
    item.action_id as subject_id,
    item.due_on as event_on,
    coalesce(item.completed_on <= item.due_on, false) as in_numerator,
    item.team,
    item.completed_on
from learning_action as item
where item.due_on between $period_start and $period_end
    and item.came_of = 'practice_review'
