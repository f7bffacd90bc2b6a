-- Question: Who bought, and then not again for 60 days?
-- Reader:   retention team, to compare with its win-back segment
-- Columns:
--   person        id in clear, or the keyed hash of a guest's address
--   orders        orders that were delivered as theirs and not cancelled
--   last_order    when the last of them was placed, UTC
--   days_silent   days from then to as_of
--   as_of         when the newest input that has a receipt reached Kafka, UTC
-- Argument: days (60). Wants the whole topic: with --since, or a topic that forgets sooner, those who
-- bought before that are missing. A guest who later became a customer is listed under both names.

WITH clock AS (
    SELECT MAX(kafka_time) AS as_of FROM receipts
),
cancelled AS (
    SELECT DISTINCT order_id
    FROM receipts
    WHERE event_name = 'order_cancelled' AND outcome = 'ACCEPTED' AND order_id IS NOT NULL
),
buyers AS (
    SELECT o.person, COUNT(*) AS orders, MAX(o.event_time) AS last_order
    FROM receipts AS o
    LEFT JOIN cancelled AS c ON c.order_id = o.order_id
    WHERE o.event_name = 'order_completed'
        AND o.outcome = 'ACCEPTED'
        AND o.person NOT LIKE 'anonymous_id:%'
        AND c.order_id IS NULL
    GROUP BY o.person
)
SELECT
    person,
    orders,
    last_order,
    TIMESTAMPDIFF(DAY, last_order, as_of) AS days_silent,
    as_of
FROM buyers
CROSS JOIN clock
CROSS JOIN arguments
WHERE TIMESTAMPDIFF(DAY, last_order, as_of) >= arguments.days
ORDER BY days_silent DESC, person;
