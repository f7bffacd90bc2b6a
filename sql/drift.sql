-- Question: What do the sources send that the contract does not plan?
-- Reader:   whoever owns the tracking plan
-- Columns:
--   reason       stable word, e.g. unplanned_event, missing_property, wrong_type, type_changed
--   event_name   the contract's; of an unplanned event the source's; profile for attributes
--   field        the property at fault, as a path; empty where the name itself is
--   found        what was found instead, e.g. a type; never a value
--   expected     what the contract wants; of an unplanned event the planned name that is most like it
--   decision     what was done: quarantined (a dead letter), dropped, passed or flagged
--   source       topic
--   first_seen, last_seen   when a record with it reached Kafka, UTC
--   times        how often

SELECT
    reason,
    `event` AS event_name,
    field,
    found,
    expected,
    decision,
    topic AS source,
    MIN(kafka_time) AS first_seen,
    MAX(kafka_time) AS last_seen,
    SUM(`count`) AS times
FROM violations
GROUP BY reason, `event`, field, found, expected, decision, topic
ORDER BY times DESC, reason, event_name, field;
