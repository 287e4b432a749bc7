/**
 * The board's services: HTTP, echo, discard, chargen, SHA-256, a relay, and netcat. All are state
 * machines on int handles that the board's loop polls; {@link org.tcplite.sim.service.Services}
 * hands each connection's news to the service that owns it. Memory is taken in constructors; after
 * that nothing here allocates, which a test asserts.
 */
package org.tcplite.sim.service;
