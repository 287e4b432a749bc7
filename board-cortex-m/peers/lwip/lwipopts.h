/* lwIP as near to the stack's board defaults as its options go: 4 connections and 8 half-open ones, 1 KB each way, no
   reassembly, no timestamps, no threads, and nothing compiled in that is not used. */
#ifndef LWIPOPTS_H
#define LWIPOPTS_H

#define NO_SYS 1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_NETCONN 0
#define LWIP_SOCKET 0
#define LWIP_STATS 0
#define LWIP_NOASSERT 1

#define LWIP_UDP 0
#define LWIP_RAW 0
#define IP_REASSEMBLY 0
#define IP_FRAG 0
#define ETHARP_SUPPORT_STATIC_ENTRIES 1
#define ARP_TABLE_SIZE 4

/* IP headers on word boundaries: the MAC's first word begins with two octets of its own */
#define ETH_PAD_SIZE 2
#define MEM_ALIGNMENT 4
#ifndef LWIP_CHKSUM_ALGORITHM
#define LWIP_CHKSUM_ALGORITHM 3
#endif

#define TCP_MSS 536
#define TCP_WND (2 * TCP_MSS)
#define TCP_SND_BUF (2 * TCP_MSS)
#define TCP_SND_QUEUELEN 8
#ifndef ACKNOWLEDGE_EACH
/* lwIP's own threshold would announce the window, and so acknowledge, with each segment that is read */
#define TCP_WND_UPDATE_THRESHOLD (2 * TCP_MSS)
#endif
#define MEMP_NUM_TCP_PCB 12
#define MEMP_NUM_TCP_PCB_LISTEN 3
#define MEMP_NUM_TCP_SEG 32
#define MEMP_NUM_PBUF 8
#define MEM_SIZE (4 * (TCP_SND_BUF + 256))
#define PBUF_POOL_SIZE 6
#define PBUF_POOL_BUFSIZE 1536
#define LWIP_NETIF_TX_SINGLE_PBUF 1

#endif
