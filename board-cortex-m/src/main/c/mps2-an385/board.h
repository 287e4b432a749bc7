/* ARM MPS2 with the AN385 image. */
#include <stdint.h>

#define BOARD_NAME "mps2-an385"
#define BOARD_HZ 25000000u
#define BOARD_JAVA_HEAP 32768u

/* UART0 of the Cortex-M System Design Kit */
static inline void board_init(void) {
    *(volatile uint32_t *)0x40004010 = 16;
    *(volatile uint32_t *)0x40004008 = 1;
}
static inline void board_put(int octet) {
    while (*(volatile uint32_t *)0x40004004 & 1) {
    }
    *(volatile uint32_t *)0x40004000 = (uint32_t)octet;
}
