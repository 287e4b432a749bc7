/**
 * The driver contract, executable: {@link org.tcplite.hal.contract.MacContract} drives a MAC as the
 * stack would, {@link org.tcplite.hal.contract.MacContractPeer} stands at the other end of its
 * cable, {@link org.tcplite.hal.contract.ContractReport} is told the verdicts.
 *
 * <p>All of it keeps to the subset of the core, so it runs on a microcontroller as well as under
 * JUnit.
 */
package org.tcplite.hal.contract;
