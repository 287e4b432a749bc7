/* Stellaris LM3S6965 evaluation board. */
#include <stdint.h>

#define BOARD_NAME "lm3s6965evb"
#define BOARD_HZ 12500000u
#define BOARD_JAVA_HEAP 32768u

/* UART0, a PL011 */
static inline void board_init(void) {
    *(volatile uint32_t *)0x4000C030 = 0x301;
}
static inline void board_put(int octet) {
    while (*(volatile uint32_t *)0x4000C018 & 0x20) {
    }
    *(volatile uint32_t *)0x4000C000 = (uint32_t)octet;
}
