package org.tcplite.example;

import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.contract.MacContractTest;

/** The skeleton driver, over a fake of its registers, keeps the driver contract. */
class SkeletonContractTest extends MacContractTest {

    @Override
    protected Chip chip() {
        FakeChip registers = new FakeChip();
        SkeletonMac driver = new SkeletonMac(registers, new byte[] {2, 0, 10, 0, 0, 2});
        return new Chip() {
            @Override
            public EthernetMac driver() {
                return driver;
            }

            @Override
            public void arrive(byte[] frame) {
                registers.towardsBoard.add(frame);
            }

            @Override
            public byte[] sent() {
                return registers.fromBoard.poll();
            }

            @Override
            public boolean setLink(boolean up) {
                registers.link = up;
                return true;
            }
        };
    }
}
