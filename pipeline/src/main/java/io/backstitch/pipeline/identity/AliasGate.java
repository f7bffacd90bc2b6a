package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Alias;
import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.Erase;
import io.backstitch.schemas.wire.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Sees all alias instructions, one after the other, and lets through those that make no chain: what
 * was given up once is never given up for another, stays given up, and nothing is joined to it.
 * Neither of the two identifiers could judge that alone. Two instructions that contradict each
 * other: the first one read stands.
 *
 * <p>All under one key, since instructions are rare; it keeps two keyed hashes per instruction.
 * Accepted ones leave twice, addressed to either identifier; refused ones leave an audit record.
 */
public final class AliasGate extends KeyedProcessFunction<String, Climb, Climb> {
    private static final long serialVersionUID = 1L;

    /** Of an identifier that others were joined to. */
    private static final String DESTINATION = "";

    private final IdentitySettings settings;

    /** Hash of a source to the hash of its destination; of a destination to nothing. */
    private transient MapState<String, String> roles;

    private transient Traces traces;
    private transient Counter accepted;
    private transient Counter refused;

    public AliasGate(IdentitySettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        roles =
                getRuntimeContext()
                        .getMapState(new MapStateDescriptor<>("roles", Types.STRING, Types.STRING));
        traces = new Traces(settings);
        MetricGroup group = getRuntimeContext().getMetricGroup().addGroup("identity");
        accepted = group.counter("aliasesAccepted");
        refused = group.counter("aliasesRefused");
    }

    @Override
    public void processElement(Climb record, Context context, Collector<Climb> out)
            throws Exception {
        if (record instanceof Erase erase) {
            forget(erase);
        } else if (record instanceof Alias alias) {
            String reason = judge(alias);
            if (reason == null) {
                accepted.inc();
                out.collect(alias.at(alias.destination()));
                out.collect(alias.at(alias.source()));
            } else {
                refused.inc();
                refuse(alias, reason, context);
            }
        }
    }

    /** Why it is refused, or null. */
    private String judge(Alias alias) throws Exception {
        if (!settings.isUnrolled(alias.of())) {
            return "alias_not_configured";
        }
        String source = traces.hash(new Address(alias.of(), alias.source()).path());
        String destination = traces.hash(new Address(alias.of(), alias.destination()).path());
        String role = roles.get(source);
        String other = roles.get(destination);
        boolean chain = role != null && !role.equals(destination);
        if (chain || other != null && !other.equals(DESTINATION)) {
            return "alias_chain";
        }
        roles.put(source, destination);
        roles.put(destination, DESTINATION);
        return null;
    }

    private void refuse(Alias alias, String reason, Context context) {
        context.output(
                Step.AUDIT,
                traces.audit(
                        Decision.REFUSED,
                        reason,
                        new Address(alias.of(), alias.source()),
                        new Address(alias.of(), alias.destination()),
                        alias.id(),
                        alias.to(),
                        alias.origin()));
    }

    /** Whoever was erased may be joined to somebody in a new life. */
    private void forget(Erase erase) throws Exception {
        for (Erase.Named named : erase.named()) {
            String hash = traces.hash(new Address(named.level(), named.key()).path());
            roles.remove(hash);
            List<String> joined = new ArrayList<>();
            for (Map.Entry<String, String> role : roles.entries()) {
                if (role.getValue().equals(hash)) {
                    joined.add(role.getKey());
                }
            }
            for (String source : joined) {
                roles.remove(source);
            }
        }
    }
}
