/* One lwIP with its application, behind functions: a shared library, of which two copies are two independent stacks. */
#ifndef ENDPOINT_H
#define ENDPOINT_H

#include "wire.h"

/* What an accepting or connecting application does. */
enum application {
    READS,   /* reads, closes when the peer has */
    ECHOES,  /* writes back what it reads, closes when the peer has */
    HOLDS    /* nothing */
};

struct counts {
    uint64_t opened;   /* connections this end opened */
    uint64_t accepted;
    uint64_t closed;   /* connections closed after the peer */
    uint64_t octets;   /* read */
    uint64_t errors;
};

struct endpoint {
    /* Starts lwIP as host 10.0.0.HOST beside 10.0.0.PEER; frames go out to the wire. Returns 0 or -1. */
    int (*start)(int host, int peer, int mtu, struct wire *out);
    /* One frame in; lwIP keeps no reference to it afterwards. */
    void (*input)(uint8_t *frame, int length);
    /* The time is now; whatever is due is done. */
    void (*check_timeouts)(uint64_t now_ns);
    /* 2 MSL pass at once. */
    void (*end_time_wait)(void);
    int (*listen)(int port, int backlog, enum application);
    int (*connect)(int port, enum application);
    /* Writes up to `most` octets on the last connection opened or accepted and sends; how many. */
    int (*write)(int most);
    void (*close)(void);
    /* Aborts what was accepted and not closed. */
    void (*abort_accepted)(void);
    struct counts *counts;
};

const struct endpoint *endpoint_get(void);

#endif
