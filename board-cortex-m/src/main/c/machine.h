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

int32_t machine_device_memory(int32_t octets);
int64_t machine_nanos(void);
void machine_use_interrupt(int32_t irq);
void machine_wait_until(int64_t deadline_ns);
void machine_signal(void);
int64_t machine_asleep(void);
void machine_put(int32_t octet);
void machine_exit(int32_t status) __attribute__((noreturn));
int32_t machine_option(int32_t index);
int32_t machine_identity(int32_t index);
int32_t machine_fact(int32_t id);

#endif
