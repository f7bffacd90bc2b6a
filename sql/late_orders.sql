-- Question: Which orders came late, by how much, and which mails did Backstitch stop because of it?
-- Reader:   retention team, whoever runs the order export
-- Columns:
--   order_id
--   ordered         when the order was placed, UTC
--   heard_of        when its first report reached Kafka, UTC
--   late_minutes    the difference
--   heard_from      web, app or backend
--   value_minor, currency   figures of that report, in minor units
--   mail_avoided    suppressed: its cart had been announced as abandoned, and the shopper was taken
--                   out of the recovery journey. annulled: the announcement had not been sent yet and
--                   never was. Empty: no announcement was due.
-- Argument: late_minutes (60): from when on an order is late. Those that avoided a mail are listed in
-- any case.

WITH suppressions AS (
    SELECT order_id, COUNT(*) AS mails
    FROM receipts
    WHERE event_name = 'cart_recovery_suppressed' AND outcome = 'ACCEPTED'
    GROUP BY order_id
),
annulments AS (
    SELECT cart_id, COUNT(*) AS mails
    FROM receipts
    WHERE event_name = 'cart_abandoned' AND outcome = 'ANNULLED'
    GROUP BY cart_id
)
SELECT
    o.order_id,
    o.event_time AS ordered,
    o.kafka_time AS heard_of,
    o.lateness_ms / 60000 AS late_minutes,
    o.platform AS heard_from,
    o.value_minor,
    o.currency,
    CASE WHEN s.mails > 0 THEN 'suppressed' WHEN a.mails > 0 THEN 'annulled' END AS mail_avoided
FROM receipts AS o
CROSS JOIN arguments
LEFT JOIN suppressions AS s ON s.order_id = o.order_id
LEFT JOIN annulments AS a ON a.cart_id = o.cart_id
WHERE o.event_name = 'order_completed'
    AND o.outcome = 'ACCEPTED'
    AND (o.lateness_ms >= arguments.late_minutes * 60000 OR s.mails > 0 OR a.mails > 0)
ORDER BY late_minutes DESC, order_id;
