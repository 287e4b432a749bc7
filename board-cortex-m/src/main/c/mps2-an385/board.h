/* ARM MPS2 with the AN385 image. */
#include "cmsdk_uart.h"

#define BOARD_NAME "mps2-an385"
#define BOARD_HZ 25000000u
#define BOARD_JAVA_HEAP 32768u
