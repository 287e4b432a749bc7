/* Start-up of a Cortex-M3 for TeaVM's output: vectors, memory, the system tick, interrupts, semihosting. */
#include <stdint.h>
#include <string.h>
#include "board.h"
#include "machine.h"
#include "runtime.h"

#define SYST_CSR 0xE000E010u
#define SYST_RVR 0xE000E014u
#define SYST_CVR 0xE000E018u
#define ICSR 0xE000ED04u
#define TICK_PENDING (1u << 26)
#define NVIC_ISER 0xE000E100u
#define NVIC_ICER 0xE000E180u

#define TICKS_PER_MS (BOARD_HZ / 1000u)
#define STACK_PATTERN 0x5AFE57ACu
#define NO_INTERRUPT (-1)

static volatile uint64_t milliseconds;
static volatile uint32_t woken;
static volatile uint32_t interrupted;
static int32_t used_interrupt = NO_INTERRUPT;
static int64_t asleep_ns;

/* ---- semihosting: the emulator's way to a command line and an exit status */

static int32_t semihosting(int32_t operation, void *argument) {
    register int32_t r0 __asm("r0") = operation;
    register void *r1 __asm("r1") = argument;
    __asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

void machine_exit(int32_t status) {
    uint32_t block[2] = {0x20026 /* ADP_Stopped_ApplicationExit */, (uint32_t)status};
    semihosting(0x20 /* SYS_EXIT_EXTENDED */, block);
    for (;;) {
    }
}

static char boot_options[512];

static void read_boot_options(void) {
    uint32_t block[2] = {(uint32_t)(uintptr_t)boot_options, sizeof boot_options};
    if (semihosting(0x15 /* SYS_GET_CMDLINE */, block) != 0) {
        boot_options[0] = 0;
    }
}

int32_t machine_option(int32_t index) {
    return (uint32_t)index < sizeof boot_options && boot_options[index] ? boot_options[index] & 0xff : -1;
}

int32_t boot_number(const char *key) {
    uint32_t length = strlen(key);
    for (const char *at = boot_options; *at; at++) {
        if ((at == boot_options || at[-1] == ' ') && strncmp(at, key, length) == 0) {
            int32_t value = 0;
            for (at += length; *at >= '0' && *at <= '9'; at++) {
                value = value > 99999999 ? value : value * 10 + *at - '0';
            }
            return value;
        }
    }
    return -1;
}

/* What this image was made from; written by the link script. */
static const char identity[] = FIRMWARE_IDENTITY;

int32_t machine_identity(int32_t index) {
    return (uint32_t)index < sizeof identity - 1 ? identity[index] & 0xff : -1;
}

/* ---- the console */

void machine_put(int32_t octet) {
    if (octet == '\n') {
        board_put('\r');
    }
    board_put(octet & 0xff);
}

void fatal(const char *message, int32_t status) {
    while (*message) {
        machine_put(*message++);
    }
    machine_put('\n');
    machine_exit(status);
}

/* ---- time and sleep */

static void system_tick(void) {
    milliseconds++;
}

static uint32_t reg(uint32_t address) {
    return *(volatile uint32_t *)(uintptr_t)address;
}

/* The tick's interrupt comes when the counter reaches 0, and the next count reloads it: at 0 a millisecond is over.
   Its interrupt may still wait then, and the millisecond has to be added by hand. An emulator that was kept from
   running may lose ticks; time stands still then, it never goes back. */
int64_t machine_nanos(void) {
    static int64_t latest;
    uint64_t before;
    uint64_t counted;
    uint32_t elapsed;
    do {
        before = milliseconds;
        uint32_t left = reg(SYST_CVR);
        elapsed = left ? TICKS_PER_MS - left : 0;
        counted = before + ((reg(ICSR) & TICK_PENDING) != 0 && elapsed < TICKS_PER_MS / 2);
    } while (before != milliseconds);
    int64_t now = (int64_t)(counted * 1000000u) + (int64_t)(elapsed * (1000000u / TICKS_PER_MS));
    if (now - latest > 0) {
        latest = now;
    }
    return latest;
}

/* Every external interrupt is masked here and unmasked when the loop sleeps next: the poll serves the device. */
static void external_interrupt(void) {
    uint32_t exception;
    __asm volatile("mrs %0, ipsr" : "=r"(exception));
    uint32_t irq = (exception & 0x1ff) - 16;
    machine_write((int32_t)(NVIC_ICER + 4 * (irq >> 5)), (int32_t)(1u << (irq & 31)));
    interrupted = 1;
    woken = 1;
}

int32_t machine_interrupted(void) {
    uint32_t was = interrupted;
    interrupted = 0;
    return (int32_t)was;
}

void machine_use_interrupt(int32_t irq) {
    used_interrupt = irq;
}

void machine_signal(void) {
    woken = 1;
}

/* Sleeps until the deadline, an interrupt or a signal. With interrupts held back nothing can come between the look
   at the flag and WFI, and WFI still returns for one that is pending. The system tick ends each WFI within 1 ms. */
void machine_wait_until(int64_t deadline_ns) {
    int64_t from = machine_nanos();
    int64_t now = from;
    if (used_interrupt != NO_INTERRUPT) {
        machine_write((int32_t)(NVIC_ISER + 4 * ((uint32_t)used_interrupt >> 5)), 1 << (used_interrupt & 31));
    }
    while (!woken && (deadline_ns == INT64_MAX || deadline_ns - now > 0)) {
        __asm volatile("cpsid i" ::: "memory");
        if (!woken) {
            __asm volatile("wfi" ::: "memory");
        }
        __asm volatile("cpsie i" ::: "memory");
        now = machine_nanos();
    }
    woken = 0;
    asleep_ns += now - from;
}

int64_t machine_asleep(void) {
    return asleep_ns;
}

/* ---- reset and the vector table */

void reset(void) {
    const uint32_t *from = _sidata;
    for (uint32_t *to = _sdata; to < _edata;) {
        *to++ = *from++;
    }
    for (uint32_t *to = _sbss; to < _sstack;) { /* .bss, the Java heap, the devices' memory */
        *to++ = 0;
    }
    uint32_t *sp;
    __asm volatile("mov %0, sp" : "=r"(sp));
    for (uint32_t *to = _sstack; to < sp - 16;) {
        *to++ = STACK_PATTERN;
    }
    board_init();
    machine_write((int32_t)SYST_RVR, TICKS_PER_MS - 1);
    machine_write((int32_t)SYST_CVR, 0);
    machine_write((int32_t)SYST_CSR, 7);
    read_boot_options();
    memory_start();
    machine_exit(0);
}

int32_t stack_used(void) {
    const uint32_t *at = _sstack;
    while (at < _estack && *at == STACK_PATTERN) {
        at++;
    }
    return (int32_t)((const char *)_estack - (const char *)at);
}

static void fault(void) {
    fatal("hard fault", STATUS_FAULT);
}

static void unexpected(void) {
    fatal("an interrupt nobody uses", STATUS_FAULT);
}

__attribute__((section(".vectors"), used)) static void (*const vectors[16 + 96])(void) = {
    (void (*)(void))_estack, reset,      unexpected, fault, fault, fault, fault, 0, 0, 0, 0,
    unexpected,              unexpected, 0,          unexpected, system_tick,
    [16 ... 111] = external_interrupt,
};
