-- Question: Which shopping events went out although nobody could be reached by a mail or a message?
-- Reader:   retention team
-- Columns:
--   day_utc      day in which the input record reached Kafka
--   event_name   the contract's name
--   platform     web, app or backend; empty for what Backstitch makes
--   delivered    events of that name that Customer.io accepted, of known persons
--   no_channel   of those: of persons without an address or a number that works, when it was sent
--   persons      how many persons that is
--   share_pct    no_channel of delivered, in per cent
-- channel.wait lets such events wait for a channel.

SELECT
    DATE_FORMAT(kafka_time, 'yyyy-MM-dd') AS day_utc,
    event_name,
    platform,
    COUNT(*) AS delivered,
    COUNT(*) FILTER (WHERE channel = 'none') AS no_channel,
    COUNT(DISTINCT CASE WHEN channel = 'none' THEN person END) AS persons,
    CAST(100.0 * COUNT(*) FILTER (WHERE channel = 'none') / COUNT(*) AS DECIMAL(4, 1))
        AS share_pct
FROM receipts
WHERE kind = 'EVENT' AND outcome = 'ACCEPTED' AND person NOT LIKE 'anonymous_id:%'
GROUP BY DATE_FORMAT(kafka_time, 'yyyy-MM-dd'), event_name, platform
HAVING COUNT(*) FILTER (WHERE channel = 'none') > 0
ORDER BY day_utc, event_name, platform;
