-- Question: What do the sources send that the contract does not plan?
-- Reader:   whoever owns the tracking plan
-- Columns:
--   reason       stable word, e.g. unplanned_event, missing_property, wrong_type
--   event_name   as the source spelled it
--   field        the property at fault, as a path; empty where the name itself is
--   found        what was found instead, e.g. a type; never a value
--   nearest      planned name that is most like it
--   source       topic
--   first_seen, last_seen   when a record with it reached Kafka, UTC
--   events       how many events are in the dead letters because of it
-- Attributes of a profile that drift are left out and only counted (metric attributeRefused).

SELECT
    reason,
    event_name,
    REGEXP_REPLACE(field, '\[[0-9]+\]', '[]') AS field,
    NULLIF(REGEXP_EXTRACT(detail, 'found ([^,]+)', 1), '') AS found,
    NULLIF(REGEXP_EXTRACT(detail, 'nearest planned name: (.+)', 1), '') AS nearest,
    topic AS source,
    MIN(kafka_time) AS first_seen,
    MAX(kafka_time) AS last_seen,
    COUNT(*) AS events
FROM dead_letters
WHERE stage = 'NORMALISE'
GROUP BY
    reason,
    event_name,
    REGEXP_REPLACE(field, '\[[0-9]+\]', '[]'),
    NULLIF(REGEXP_EXTRACT(detail, 'found ([^,]+)', 1), ''),
    NULLIF(REGEXP_EXTRACT(detail, 'nearest planned name: (.+)', 1), ''),
    topic
ORDER BY events DESC, reason, event_name, field;
