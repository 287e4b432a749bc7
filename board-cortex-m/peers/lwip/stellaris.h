#ifndef STELLARIS_H
#define STELLARIS_H

#include <stdint.h>
#include "lwip/netif.h"

/* Frames given to lwIP so far. */
extern uint32_t stellaris_frames;

/* Sets up the interface and the chip, at 02:00:0a:00:00:02; for netif_add. */
err_t stellaris_start(struct netif *netif);

/* Takes one frame out of the FIFO; 0 if there is none. */
int stellaris_receive(struct netif *netif);

#endif
