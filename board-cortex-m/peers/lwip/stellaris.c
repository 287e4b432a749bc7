/* lwIP's port to the Stellaris MAC: what StellarisMac.java does, in C. The first word of a frame carries two octets
   of the MAC's own, which are lwIP's ETH_PAD_SIZE, so frames go between FIFO and pbuf without another copy. */
#include <string.h>
#include "lwip/etharp.h"
#include "lwip/pbuf.h"
#include "machine.h"
#include "netif/ethernet.h"
#include "stellaris.h"

#define BASE 0x40048000
#define INTERRUPT 0x00
#define INTERRUPT_MASK 0x04
#define RECEIVE_CONTROL 0x08
#define TRANSMIT_CONTROL 0x0C
#define DATA 0x10
#define ADDRESS_LOW 0x14
#define ADDRESS_HIGH 0x18
#define PACKETS 0x34
#define TRANSMIT_REQUEST 0x38
#define IRQ 42

#define RECEIVED 1
#define HEADER 14
#define LEAST 60
#define GREATEST 1514
#define AROUND 6

uint32_t stellaris_frames;

static uint32_t get(uint32_t reg) {
    return (uint32_t)machine_read((int32_t)(BASE + reg));
}

static void set(uint32_t reg, uint32_t value) {
    machine_write((int32_t)(BASE + reg), (int32_t)value);
}

static err_t transmit(struct netif *netif, struct pbuf *frame) {
    static uint8_t whole[ETH_PAD_SIZE + GREATEST + 2] __attribute__((aligned(4)));
    (void)netif;
    if (get(TRANSMIT_REQUEST) != 0) {
        return ERR_WOULDBLOCK;
    }
    uint8_t *from = frame->payload;
    if (frame->next != NULL) {
        pbuf_copy_partial(frame, whole, frame->tot_len, 0);
        from = whole;
    }
    uint32_t length = frame->tot_len - ETH_PAD_SIZE;
    uint32_t first;
    memcpy(&first, from, 4);
    set(DATA, (length - HEADER) | (first & 0xffff0000));
    machine_write_words(BASE + DATA, (const int8_t *)from, 4, (int32_t)(length + 1) >> 2);
    set(TRANSMIT_REQUEST, 1);
    return ERR_OK;
}

int stellaris_receive(struct netif *netif) {
    if ((get(PACKETS) & 0x3f) == 0) {
        set(INTERRUPT, RECEIVED);
        if ((get(PACKETS) & 0x3f) == 0) {
            return 0;
        }
    }
    uint32_t first = get(DATA);
    int32_t length = (int32_t)(first & 0xffff) - AROUND;
    int32_t words = (int32_t)((first & 0xffff) + 3) >> 2;
    struct pbuf *frame = NULL;
    if (length >= HEADER && length <= GREATEST) {
        frame = pbuf_alloc(PBUF_RAW, (u16_t)(4 * words), PBUF_POOL);
    }
    if (frame == NULL) {
        for (int32_t i = 1; i < words; i++) {
            get(DATA);
        }
        return 1;
    }
    memcpy(frame->payload, &first, 4);
    machine_read_words(BASE + DATA, frame->payload, 4, words - 1);
    pbuf_realloc(frame, (u16_t)(ETH_PAD_SIZE + length));
    stellaris_frames++;
    if (netif->input(frame, netif) != ERR_OK) {
        pbuf_free(frame);
    }
    return 1;
}

err_t stellaris_start(struct netif *netif) {
    static const uint8_t address[] = {2, 0, 10, 0, 0, 2};
    memcpy(netif->hwaddr, address, sizeof address);
    netif->hwaddr_len = sizeof address;
    netif->mtu = 1500;
    netif->output = etharp_output;
    netif->linkoutput = transmit;
    netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET | NETIF_FLAG_LINK_UP;
    set(INTERRUPT_MASK, 0);
    set(RECEIVE_CONTROL, 1 << 4);
    set(ADDRESS_LOW, 2 | 10 << 16);
    set(ADDRESS_HIGH, 2 << 8);
    set(RECEIVE_CONTROL, 1 | 1 << 1);
    set(TRANSMIT_CONTROL, 1 | 1 << 1 | 1 << 2 | 1 << 4);
    set(INTERRUPT, 0xffffffff);
    set(INTERRUPT_MASK, RECEIVED);
    machine_use_interrupt(IRQ);
    return ERR_OK;
}
