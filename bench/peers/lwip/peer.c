#include "peer.h"

enum { AT_IP = 14, WINDOW = 65535 };

static uint32_t sum_of(const uint8_t *octets, int length, uint32_t sum)
{
    for (; length > 1; length -= 2, octets += 2)
        sum += get16(octets);
    return length > 0 ? sum + ((uint32_t) octets[0] << 8) : sum;
}

int peer_emit(uint8_t *frame, int port, uint32_t seq, uint32_t ack, int flags, int mss, int text)
{
    int options = mss != 0 ? 4 : 0;
    int segment = 20 + options + text;
    memcpy(frame, (uint8_t[]) {2, 0, 0, 0, 0, STACK_HOST, 2, 0, 0, 0, 0, PEER_HOST, 8, 0}, 14);

    uint8_t *ip = frame + AT_IP;
    put32(ip, 0x45000000u | (uint32_t) (20 + segment));
    put32(ip + 4, 0x4000);
    put32(ip + 8, 64u << 24 | 6u << 16);
    put32(ip + 12, 0x0a000000u | PEER_HOST);
    put32(ip + 16, 0x0a000000u | STACK_HOST);
    put16(ip + 10, ~fold(sum_of(ip, 20, 0)));

    uint8_t *tcp = frame + AT_TCP;
    put16(tcp, (uint32_t) port);
    put16(tcp + 2, STACK_PORT);
    put32(tcp + 4, seq);
    put32(tcp + 8, ack);
    put32(tcp + 12, (uint32_t) (20 + options) << 26 | (uint32_t) flags << 16 | WINDOW);
    put32(tcp + 16, 0);
    if (mss != 0)
        put32(tcp + 20, 0x02040000u | (uint32_t) mss);
    uint32_t pseudo = sum_of(ip + 12, 8, 6 + (uint32_t) segment);
    put16(tcp + 16, ~fold(sum_of(tcp, segment, pseudo)));
    return AT_TCP + segment;
}
