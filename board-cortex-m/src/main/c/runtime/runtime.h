/* What start.c and memory.c share. */
#ifndef RUNTIME_H
#define RUNTIME_H

#include <stdint.h>

/* The linker's: where the sections begin and end. */
extern uint32_t _sidata[], _sdata[], _edata[], _sbss[], _ebss[], _sstack[], _estack[];
extern char _sflash[], _eflash[];

/* Exit statuses; 0, 1 and 2 are the program's. */
enum { STATUS_EXCEPTION = 110, STATUS_FAULT = 111, STATUS_NO_MEMORY = 112 };

/* Prints a line and ends. */
void fatal(const char *message, int32_t status) __attribute__((noreturn));

/* The Java program on this much cleared memory. */
void java_run(void *memory, uint32_t octets);
int32_t java_heap_used(void);

/* The most octets of stack used so far. */
int32_t stack_used(void);

/* The number behind a key of the boot options, or -1. */
int32_t boot_number(const char *key);

/* Lays the memory out and runs the program. */
void memory_start(void);

#endif
