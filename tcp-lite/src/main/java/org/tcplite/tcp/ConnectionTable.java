package org.tcplite.tcp;

/**
 * Finds a connection's slot by its remote address and its two ports: open addressing with linear
 * probing, at most half full, deletion by shifting back (no tombstones). Entries cost a full
 * handshake, so nobody can choose them blindly.
 */
final class ConnectionTable {

    /** {@link #find}: no connection with this pair of sockets. */
    static final int NONE = -1;

    private final int[] slots;

    /** {@link TupleHash#tuple} of each place that is taken; 0, which is none, of the others. */
    private final long[] keys;

    private final int mask;
    private final int shift;
    private final long hashKey;
    private int size;

    /** Makes room for {@code connections} connections. */
    ConnectionTable(int connections, long secret) {
        int capacity = capacityFor(connections);
        slots = new int[capacity];
        keys = new long[capacity];
        mask = capacity - 1;
        hashKey = secret;
        int bits = 0;
        while (1 << (bits & 31) < capacity) {
            bits++;
        }
        shift = 64 - bits;
        for (int i = 0; i < capacity; i++) {
            slots[i] = NONE;
        }
    }

    /** The least power of two of which {@code connections} fill at most half. */
    static int capacityFor(int connections) {
        int capacity = 2;
        while (capacity < 2 * connections) {
            capacity <<= 1;
        }
        return capacity;
    }

    /**
     * The slot of a connection, or {@link #NONE}.
     *
     * @param remoteAndLocalPort {@code remotePort << 16 | localPort}, as a segment carries them
     */
    int find(int remoteAddress, int remoteAndLocalPort) {
        return slots[indexOf(TupleHash.tuple(remoteAddress, remoteAndLocalPort))];
    }

    /** Adds a connection that is not in the table; there is room for as many as were announced. */
    void add(int remoteAddress, int remoteAndLocalPort, int slot) {
        long key = TupleHash.tuple(remoteAddress, remoteAndLocalPort);
        put(indexOf(key), key, slot);
    }

    /** Removes a connection that is in the table. */
    void remove(int remoteAddress, int remoteAndLocalPort) {
        removeAt(indexOf(TupleHash.tuple(remoteAddress, remoteAndLocalPort)));
    }

    /** A use of the table that counts, without ports: one more for the address. */
    void countUp(int address) {
        long key = TupleHash.tuple(address, 0);
        int i = indexOf(key);
        if (slots[i] == NONE) {
            put(i, key, 1);
        } else {
            slots[i]++;
        }
    }

    /** One less for an address that has been counted; at 0 it is in the table no more. */
    void countDown(int address) {
        int i = indexOf(TupleHash.tuple(address, 0));
        if (--slots[i] == 0) {
            removeAt(i);
        }
    }

    /** Where the key is, or else the free place at which it belongs. */
    private int indexOf(long key) {
        int i = place(key);
        long there = keys[i];
        while (there != key && there != 0) {
            i = i + 1 & mask;
            there = keys[i];
        }
        return i;
    }

    private void put(int i, long key, int slot) {
        keys[i] = key;
        slots[i] = slot;
        size++;
    }

    private void removeAt(int at) {
        int hole = at;
        int i = at;
        while (keys[i = i + 1 & mask] != 0) {
            int home = place(keys[i]);
            if ((i - home & mask) >= (i - hole & mask)) { // its home is not after the hole
                keys[hole] = keys[i];
                slots[hole] = slots[i];
                hole = i;
            }
        }
        slots[hole] = NONE;
        keys[hole] = 0;
        size--;
    }

    int size() {
        return size;
    }

    private int place(long key) {
        return (int) (TupleHash.of(key, hashKey) >>> (shift & 63));
    }
}
