/* lwIP's port to a compiler: gcc or clang on a little-endian machine. */
#ifndef CC_H
#define CC_H

#include <stdint.h>
#include <stdlib.h>

#ifndef BYTE_ORDER
#define BYTE_ORDER LITTLE_ENDIAN
#endif
#define LWIP_PLATFORM_DIAG(x) do { } while (0)
#define LWIP_PLATFORM_ASSERT(x) abort()
#define LWIP_RAND() ((uint32_t) rand())

#define LWIP_DONT_PROVIDE_BYTEORDER_FUNCTIONS
#define lwip_htons(x) ((uint16_t) __builtin_bswap16(x))
#define lwip_htonl(x) ((uint32_t) __builtin_bswap32(x))

#ifdef CHECKSUM_HOOK
/* The hook lwIP offers a port: a plain loop that the compiler vectorizes. At most 64 KiB, so 32 bits do not overflow. */
#include <string.h>
#define LWIP_CHKSUM hooked_checksum
static inline uint16_t hooked_checksum(const void *data, int length)
{
    const uint8_t *octets = data;
    uint32_t sum = 0;
    for (int i = 0; i < length / 2; i++) {
        uint16_t word;
        memcpy(&word, octets + 2 * i, 2);
        sum += word;
    }
    if (length & 1)
        sum += octets[length - 1];
    sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t) ((sum & 0xffff) + (sum >> 16));
}
#endif

#endif
