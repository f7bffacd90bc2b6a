-- Question: Which links between identifiers were refused, and which devices are everybody's?
-- Reader:   whoever answers for identity rules
-- Columns:
--   decision     REFUSED: a rule forbids the link. SHARED: more people claimed it than
--                identity.max-owners, so that it no longer tells whose an event is
--   reason       e.g. owned_by_another, not_authoritative, max_owners
--   level        what the identifier is, e.g. anonymous_id (a device), email
--   identifier   keyed hash, or a customer id in clear
--   times        how often that was decided
--   claimed_by   by how many different ones
--   first_seen, last_seen   when a record with it reached Kafka, UTC

SELECT
    decision,
    reason,
    level,
    identifier,
    COUNT(*) AS times,
    COUNT(DISTINCT owner) AS claimed_by,
    MIN(kafka_time) AS first_seen,
    MAX(kafka_time) AS last_seen
FROM identity_audit
WHERE decision IN ('REFUSED', 'SHARED')
GROUP BY decision, reason, level, identifier
ORDER BY decision, times DESC, level, identifier;
