-- Question: Of how many started checkouts was the shopper known, and of how many never?
-- Reader:   retention team; whoever tunes stitch.window
-- Columns:
--   platform      web, app or backend
--   checkouts     delivered checkout_started
--   known         the person was known at once
--   held          it waited for its person, who came
--   expired       nobody came: delivered under an anonymous id, where it triggers no mail
--   known_pct, held_pct, expired_pct   shares in per cent

SELECT
    platform,
    COUNT(*) AS checkouts,
    COUNT(*) FILTER (WHERE stitched = 'KNOWN') AS known,
    COUNT(*) FILTER (WHERE stitched = 'HELD') AS held,
    COUNT(*) FILTER (WHERE stitched = 'EXPIRED') AS expired,
    CAST(100.0 * COUNT(*) FILTER (WHERE stitched = 'KNOWN') / COUNT(*) AS DECIMAL(4, 1))
        AS known_pct,
    CAST(100.0 * COUNT(*) FILTER (WHERE stitched = 'HELD') / COUNT(*) AS DECIMAL(4, 1))
        AS held_pct,
    CAST(100.0 * COUNT(*) FILTER (WHERE stitched = 'EXPIRED') / COUNT(*) AS DECIMAL(4, 1))
        AS expired_pct
FROM receipts
WHERE event_name = 'checkout_started' AND outcome = 'ACCEPTED'
GROUP BY platform
ORDER BY platform;
