/* What the Java classes of org.tcplite.cortexm call: the methods of class Machine, one function each. */
#ifndef MACHINE_H
#define MACHINE_H

#include <stdint.h>
#include <string.h>

/* TeaVM's own Address class is plain C access, which a compiler may drop or reorder: registers need volatile. */
static inline int32_t machine_read(int32_t address) {
    return *(volatile int32_t *)(uintptr_t)(uint32_t)address;
}
static inline void machine_write(int32_t address, int32_t value) {
    *(volatile int32_t *)(uintptr_t)(uint32_t)address = value;
}
static inline void machine_barrier(void) {
    __asm volatile("dmb" ::: "memory");
}
static inline void machine_copy_from(int32_t address, int8_t *array, int32_t offset, int32_t length) {
    memcpy(array + offset, (const void *)(uintptr_t)(uint32_t)address, (size_t)length);
}
static inline void machine_copy_to(int32_t address, const int8_t *array, int32_t offset, int32_t length) {
    memcpy((void *)(uintptr_t)(uint32_t)address, array + offset, (size_t)length);
}

/* A FIFO behind one register, as Linux's ioread32_rep: words in the order of the octets, which is the core's. */
static inline void machine_read_words(int32_t address, int8_t *array, int32_t offset, int32_t words) {
    const volatile uint32_t *fifo = (const volatile uint32_t *)(uintptr_t)(uint32_t)address;
    for (int8_t *to = array + offset, *end = to + 4 * words; to < end; to += 4) {
        uint32_t word = *fifo;
        memcpy(to, &word, 4);
    }
}
static inline void machine_write_words(int32_t address, const int8_t *array, int32_t offset, int32_t words) {
    volatile uint32_t *fifo = (volatile uint32_t *)(uintptr_t)(uint32_t)address;
    for (const int8_t *from = array + offset, *end = from + 4 * words; from < end; from += 4) {
        uint32_t word;
        memcpy(&word, from, 4);
        *fifo = word;
    }
}

/* The one's-complement sum does not mind the order of octets: it is taken over words as they lie, and turned round
   once (RFC 1071 section 2 (B)). The core reads words at any address. */
static inline int32_t machine_fold(uint64_t sum) {
    uint32_t folded = (uint32_t)sum + (uint32_t)(sum >> 32);
    folded += folded < (uint32_t)sum;
    folded = (folded & 0xffff) + (folded >> 16);
    folded = (folded & 0xffff) + (folded >> 16);
    return (int32_t)((folded & 0xff) << 8 | folded >> 8);
}
static inline uint32_t machine_tail(const int8_t *from, int32_t length) {
    uint32_t word = 0;
    memcpy(&word, from, (size_t)length);
    return word;
}
static inline int32_t machine_sum(const int8_t *array, int32_t offset, int32_t length) {
    const int8_t *from = array + offset;
    uint64_t sum = 0;
    int32_t left = length;
    for (; left >= 4; left -= 4, from += 4) {
        uint32_t word;
        memcpy(&word, from, 4);
        sum += word;
    }
    return machine_fold(sum + (left ? machine_tail(from, left) : 0));
}
static inline int32_t machine_copy_and_sum(
    const int8_t *source, int32_t source_offset, int8_t *target, int32_t target_offset, int32_t length) {
    const int8_t *from = source + source_offset;
    int8_t *to = target + target_offset;
    uint64_t sum = 0;
    int32_t left = length;
    for (; left >= 4; left -= 4, from += 4, to += 4) {
        uint32_t word;
        memcpy(&word, from, 4);
        memcpy(to, &word, 4);
        sum += word;
    }
    memcpy(to, from, (size_t)left);
    return machine_fold(sum + (left ? machine_tail(from, left) : 0));
}
static inline int32_t machine_get16(const int8_t *array, int32_t offset) {
    uint16_t value;
    memcpy(&value, array + offset, 2);
    return __builtin_bswap16(value);
}
static inline void machine_put16(int8_t *array, int32_t offset, int32_t value) {
    uint16_t swapped = __builtin_bswap16((uint16_t)value);
    memcpy(array + offset, &swapped, 2);
}
static inline int32_t machine_get32(const int8_t *array, int32_t offset) {
    uint32_t value;
    memcpy(&value, array + offset, 4);
    return (int32_t)__builtin_bswap32(value);
}
static inline void machine_put32(int8_t *array, int32_t offset, int32_t value) {
    uint32_t swapped = __builtin_bswap32((uint32_t)value);
    memcpy(array + offset, &swapped, 4);
}

int32_t machine_device_memory(int32_t octets);
int64_t machine_nanos(void);
void machine_use_interrupt(int32_t irq);
void machine_wait_until(int64_t deadline_ns);
void machine_signal(void);
int32_t machine_interrupted(void);
int64_t machine_asleep(void);
void machine_put(int32_t octet);
void machine_out_of_bounds(void) __attribute__((noreturn));
void machine_exit(int32_t status) __attribute__((noreturn));
int32_t machine_option(int32_t index);
int32_t machine_identity(int32_t index);
int32_t machine_fact(int32_t id);

#endif
