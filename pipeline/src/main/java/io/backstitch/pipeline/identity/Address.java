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

    /** Stands for it where many are remembered. */
    long hash() {
        return hash(path());
    }

    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** Names the level only: keys are personal data. */
    @Override
    public String toString() {
        return level;
    }
}
