/* Emcraft SmartFusion2 starter kit. */
#include <stdint.h>

#define BOARD_NAME "emcraft-sf2"
#define BOARD_HZ 142000000u
#define BOARD_JAVA_HEAP 32768u

/* MMUART0, a 16550 */
static inline void board_init(void) {
}
static inline void board_put(int octet) {
    while (!(*(volatile uint32_t *)0x40000014 & 0x20)) {
    }
    *(volatile uint32_t *)0x40000000 = (uint32_t)octet;
}
