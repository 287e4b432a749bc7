package org.tcplite.tcp;

/**
 * Finds a connection's slot by its remote address and its two ports: open addressing with linear
 * probing, at most half full, deletion by shifting back (no tombstones). The hash is a keyed
 * multiply-and-mix; entries cost a full handshake, so nobody can choose them blindly.
 */
final class ConnectionTable {

    /** {@link #find}: no connection with this pair of sockets. */
    static final int NONE = -1;

    private final int[] slots;
    private final int[] addresses;
    private final int[] ports;
    private final int mask;
    private final int key0;
    private final int key1;
    private int size;

    /** Makes room for {@code connections} connections. */
    ConnectionTable(int connections, long key) {
        int capacity = capacityFor(connections);
        slots = new int[capacity];
        addresses = new int[capacity];
        ports = new int[capacity];
        mask = capacity - 1;
        key0 = (int) key;
        key1 = (int) (key >>> 32);
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
        int i = place(remoteAddress, remoteAndLocalPort);
        while (slots[i] != NONE) {
            if (ports[i] == remoteAndLocalPort && addresses[i] == remoteAddress) {
                return slots[i];
            }
            i = i + 1 & mask;
        }
        return NONE;
    }

    /** Adds a connection that is not in the table; there is room for as many as were announced. */
    void add(int remoteAddress, int remoteAndLocalPort, int slot) {
        int i = place(remoteAddress, remoteAndLocalPort);
        while (slots[i] != NONE) {
            i = i + 1 & mask;
        }
        put(i, remoteAddress, remoteAndLocalPort, slot);
        size++;
    }

    /** Changes what a connection that is in the table leads to. */
    void replace(int remoteAddress, int remoteAndLocalPort, int slot) {
        slots[indexOf(remoteAddress, remoteAndLocalPort)] = slot;
    }

    private int indexOf(int remoteAddress, int remoteAndLocalPort) {
        int i = place(remoteAddress, remoteAndLocalPort);
        while (ports[i] != remoteAndLocalPort || addresses[i] != remoteAddress) {
            i = i + 1 & mask;
        }
        return i;
    }

    /** Removes a connection that is in the table. */
    void remove(int remoteAddress, int remoteAndLocalPort) {
        int hole = indexOf(remoteAddress, remoteAndLocalPort);
        int i = hole;
        while (slots[i = i + 1 & mask] != NONE) {
            int home = place(addresses[i], ports[i]);
            if ((i - home & mask) >= (i - hole & mask)) { // its home is not after the hole
                put(hole, addresses[i], ports[i], slots[i]);
                hole = i;
            }
        }
        slots[hole] = NONE;
        addresses[hole] = 0;
        ports[hole] = 0;
        size--;
    }

    int size() {
        return size;
    }

    private void put(int i, int remoteAddress, int remoteAndLocalPort, int slot) {
        addresses[i] = remoteAddress;
        ports[i] = remoteAndLocalPort;
        slots[i] = slot;
    }

    private int place(int remoteAddress, int remoteAndLocalPort) {
        int h = (remoteAddress ^ key0) * 0x9E3779B1;
        h = (h ^ h >>> 15 ^ remoteAndLocalPort ^ key1) * 0x85EBCA6B;
        h = (h ^ h >>> 13) * 0xC2B2AE35;
        return (h ^ h >>> 16) & mask;
    }
}
