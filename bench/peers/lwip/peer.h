/* The other end of a connection, made of prepared frames: one number and the checksum are patched, so that it costs next to nothing. */
#ifndef PEER_H
#define PEER_H

#include <stdint.h>
#include <string.h>

#define HEADERS 54
#define PEER_HOST 1
#define STACK_HOST 2
#define STACK_PORT 7
#define FIRST_SEQ 1000u
#define ETHERNET_MSS 1460

enum { SYN = 0x02, PSH = 0x08, ACK = 0x10 };
enum { AT_TCP = 34, AT_SEQ = 38, AT_ACK = 42, AT_CHECKSUM = 50 };

static inline void put16(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t) (value >> 8);
    at[1] = (uint8_t) value;
}

static inline void put32(uint8_t *at, uint32_t value)
{
    value = __builtin_bswap32(value);
    memcpy(at, &value, 4);
}

static inline uint32_t get16(const uint8_t *at)
{
    return (uint32_t) at[0] << 8 | at[1];
}

static inline uint32_t get32(const uint8_t *at)
{
    uint32_t value;
    memcpy(&value, at, 4);
    return __builtin_bswap32(value);
}

static inline uint32_t fold(uint32_t sum)
{
    sum = (sum & 0xffff) + (sum >> 16);
    return (sum & 0xffff) + (sum >> 16);
}

/* Builds a frame with both checksums; the text, if any, is in place behind the headers. `mss` is a SYN's option, or 0. Its length. */
int peer_emit(uint8_t *frame, int port, uint32_t seq, uint32_t ack, int flags, int mss, int text);

/* The sum of a frame built with number 0, for peer_patch: its checksum field is left out. */
static inline uint32_t peer_template_sum(const uint8_t *frame)
{
    return ~get16(frame + AT_CHECKSUM) & 0xffff;
}

/* Puts a sequence number (AT_SEQ) or acknowledgment number (AT_ACK) where 0 stood, and the checksum right. */
static inline void peer_patch(uint8_t *frame, int at, uint32_t number, uint32_t template_sum)
{
    put32(frame + at, number);
    put16(frame + AT_CHECKSUM, ~fold(template_sum + (number >> 16) + (number & 0xffff)));
}

#endif
