package io.backstitch.sandbox.customerio;

/** The vocabularies of {@link SandboxOptions}: one enum per question, most of them undocumented. */
public final class Behaviour {

    private Behaviour() {}

    /** Where "now" comes from. */
    public enum ClockMode {
        /** The machine's clock. */
        SYSTEM,
        /**
         * Simulated time: an operation is received at the highest of the global time (set by hand)
         * and every timestamp seen for its person so far, itself included.
         */
        TRAFFIC
    }

    /** Which identifiers a person can have besides {@code cio_id}. */
    public enum WorkspaceKind {
        ID,
        EMAIL,
        ID_AND_EMAIL
    }

    /** What happens to an event whose {@code id} is not a ULID. */
    public enum NonUlidIds {
        REJECT,
        /** Accepted, but the id is not remembered. */
        IGNORE_FOR_DEDUPE,
        /** Accepted, and the raw text is the dedupe key. */
        DEDUPE
    }

    /** How far an event's {@code id} must be unique. */
    public enum DedupeScope {
        WORKSPACE,
        PERSON
    }

    /** Whether an operation refused with an error has used up its event {@code id}. */
    public enum RefusedIds {
        STAY_FREE,
        USED_UP
    }

    /** What a merge of a person with itself does. */
    public enum SelfMerge {
        IGNORE,
        REJECT,
        /** The worst case: the secondary is deleted, and it is the primary too. */
        DELETE_PROFILE
    }

    /** What an identify's timestamp is compared with. */
    public enum IdentifyTimestamp {
        PER_ATTRIBUTE,
        PER_PROFILE
    }

    /** In which order the operations of one batch are applied. */
    public enum BatchOrder {
        IN_ORDER,
        SHUFFLED
    }

    /** What an operation above the size limit does to the batch it is in. */
    public enum OversizeOperation {
        /** 207 with an error for this operation. */
        ITEM_ERROR,
        /** The whole request is refused with the oversize status. */
        REFUSE_REQUEST
    }
}
