package io.backstitch.pipeline.balance;

import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.BalanceCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The sum of what some subtasks of one operator say. */
public final class Differences {
    private Differences() {}

    /** What is left of each topic and hour once everything is taken off; empty if nothing is. */
    public static List<String> of(List<BalanceAudit> audits) {
        Map<String, Long> left = new TreeMap<>();
        for (BalanceAudit audit : audits) {
            for (BalanceCell cell : audit.getCells()) {
                left.merge(cell.getTopic() + " " + cell.getHour(), left(cell), Long::sum);
            }
        }
        List<String> differences = new ArrayList<>();
        left.forEach(
                (where, count) -> {
                    if (count != 0) {
                        differences.add(audits.get(0).getOperator() + ": " + where + ": " + count);
                    }
                });
        return differences;
    }

    private static long left(BalanceCell cell) {
        long passedOn = 0;
        for (long count : cell.getPassedOn().values()) {
            passedOn += count;
        }
        return cell.getReceived()
                - cell.getAccepted()
                - cell.getDuplicates()
                - cell.getFiltered()
                - cell.getDeadLetters()
                - cell.getHeld()
                - cell.getWaiting()
                - cell.getPending()
                - passedOn;
    }
}
