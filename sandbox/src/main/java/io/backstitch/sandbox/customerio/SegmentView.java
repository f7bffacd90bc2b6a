package io.backstitch.sandbox.customerio;

import java.util.List;

/**
 * A segment as it stands at one moment.
 *
 * @param definition what it is
 * @param now the moment, Unix seconds
 * @param members who is in it, in the order of creation
 */
public record SegmentView(SegmentDefinition definition, long now, List<PersonView> members) {}
