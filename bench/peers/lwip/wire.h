/* Frames in memory, first in, first out: a wire that takes no time. A frame is built and read in place. */
#ifndef WIRE_H
#define WIRE_H

#include <stdint.h>

#define HEADROOM 2 /* before each frame, as drivers have it: behind Ethernet's 14 octets IP begins at a word */

struct wire {
    uint8_t *octets; /* of the first frame */
    uint16_t *lengths;
    uint32_t mask; /* frames there is room for, less one */
    uint32_t stride;
    uint32_t head;
    uint32_t tail;   /* frames ever added */
    uint64_t refused;
};

static inline uint8_t *wire_slot(const struct wire *wire, uint32_t index)
{
    return wire->octets + (uint64_t) (index & wire->mask) * wire->stride;
}

static inline int wire_is_empty(const struct wire *wire)
{
    return wire->head == wire->tail;
}

/* Throws away what is there. */
static inline void wire_clear(struct wire *wire)
{
    wire->head = wire->tail;
}

#endif
