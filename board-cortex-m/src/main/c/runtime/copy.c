/* memcpy and memmove by words. The C library that fits a small image (newlib-nano) copies octet by octet, four
   instructions each. This core reads and writes words at any address in memory, so nothing is aligned first; device
   registers are never copied this way. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint32_t __attribute__((aligned(1), may_alias)) word;

#define WORD sizeof(word)

static inline void forward(uint8_t *to, const uint8_t *from, size_t length) {
    for (; length >= 4 * WORD; length -= 4 * WORD, to += 4 * WORD, from += 4 * WORD) {
        word a = ((const word *)from)[0];
        word b = ((const word *)from)[1];
        word c = ((const word *)from)[2];
        word d = ((const word *)from)[3];
        ((word *)to)[0] = a;
        ((word *)to)[1] = b;
        ((word *)to)[2] = c;
        ((word *)to)[3] = d;
    }
    for (; length >= WORD; length -= WORD, to += WORD, from += WORD) {
        *(word *)to = *(const word *)from;
    }
    for (; length > 0; length--) {
        *to++ = *from++;
    }
}

static inline void backward(uint8_t *to, const uint8_t *from, size_t length) {
    for (; length >= WORD; length -= WORD) {
        *(word *)(to + length - WORD) = *(const word *)(from + length - WORD);
    }
    for (; length > 0; length--) {
        to[length - 1] = from[length - 1];
    }
}

void *memcpy(void *restrict to, const void *restrict from, size_t length) {
    forward(to, from, length);
    return to;
}

/* Four words are read before they are written: forwards is right for any target below its source, and for one that does
   not begin inside it. */
void *memmove(void *to, const void *from, size_t length) {
    if ((uintptr_t)to - (uintptr_t)from < length) {
        backward(to, from, length);
    } else {
        forward(to, from, length);
    }
    return to;
}
