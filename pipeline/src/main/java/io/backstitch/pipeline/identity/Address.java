package io.backstitch.pipeline.identity;

/** An identifier and its level; where a record can be sent. */
record Address(String level, String key) implements Comparable<Address> {
    @Override
    public int compareTo(Address other) {
        int byLevel = level.compareTo(other.level);
        return byLevel != 0 ? byLevel : key.compareTo(other.key);
    }

    String path() {
        return level + ":" + key;
    }

    /** Names the level only: keys are personal data. */
    @Override
    public String toString() {
        return level;
    }
}
