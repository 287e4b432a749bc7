/* The memory that the linker leaves between .bss and the stack: the Java heap, then what devices read and write. */
#include <stdint.h>
#include "board.h"
#include "machine.h"
#include "runtime.h"

static uint32_t java_heap;
static uint32_t device_memory;

static uint32_t room(void) {
    return (uint32_t)(_sstack - _ebss) * sizeof(uint32_t);
}

/* The Java heap's size: the board's own, or "heap=N" of the boot options. */
static uint32_t java_heap_size(void) {
    int32_t given = boot_number("heap=");
    return (given < 0 ? BOARD_JAVA_HEAP : (uint32_t)given) & ~15u;
}

void memory_start(void) {
    java_heap = java_heap_size();
    if (java_heap > room()) {
        fatal("the board has not this much memory for its Java heap", STATUS_NO_MEMORY);
    }
    java_run(_ebss, java_heap);
}

/* Outside the Java heap: Java has no addresses, so no array can stand here by mistake. */
int32_t machine_device_memory(int32_t octets) {
    uint32_t from = java_heap + device_memory;
    if ((uint32_t)octets > room() - from) {
        fatal("no memory for the MAC's descriptors", STATUS_NO_MEMORY);
    }
    device_memory += ((uint32_t)octets + 15u) & ~15u;
    return (int32_t)((uintptr_t)_ebss + from);
}

int32_t machine_fact(int32_t id) {
    switch (id) {
        case 0:
            return (_eflash - _sflash) + (_edata - _sdata) * (int32_t)sizeof(uint32_t);
        case 1:
            return (_edata - _sdata) * (int32_t)sizeof(uint32_t);
        case 2:
            return (_ebss - _sbss) * (int32_t)sizeof(uint32_t);
        case 3:
            return (int32_t)java_heap;
        case 4:
            return java_heap_used();
        case 5:
            return (int32_t)device_memory;
        default:
            return stack_used();
    }
}
