package org.tcplite.tcp.scripts;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.tcplite.script.Script;

/** The lines of the catalogue's table that hold in each synchronized state, in each of them. */
class EveryStateScriptTest {

    @ParameterizedTest
    @EnumSource
    @Tag("st_c_01")
    @Tag("RFC9293-3")
    void oldTextIsAcknowledged(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: < P. SEQ-100:SEQ-90(10) ack UNA win 20000
                        +0    ANSWER
                        +0    a: state                                = STATE
                        """));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("st_c_01")
    @Tag("RFC9293-2")
    void textFarAheadIsAcknowledged(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: < P. SEQ+200000:SEQ+200010(10) ack UNA win 20000
                        +0    ANSWER
                        +0    a: state                                = STATE
                        """));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("st_c_01")
    void aFinFarAheadIsAcknowledgedAndNotTaken(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: < F. SEQ+200000:SEQ+200000(0) ack UNA win 20000
                        +0    ANSWER
                        +0    a: state                                = STATE
                        """));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("st_c_02")
    @Tag("RFC5961-1")
    void aResetOutsideTheWindowIsDroppedInSilence(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: < R  SEQ-1:SEQ-1(0)
                        +0    a: < R  SEQ+200000:SEQ+200000(0)
                        +0    a: < R. SEQ-1:SEQ-1(0) ack UNA
                        +0    a: state                                = STATE
                        """));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "TIME_WAIT")
    @Tag("st_c_05")
    @Tag("RFC5961-3")
    void aResetInsideTheWindowIsChallenged(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: < R  SEQ+1:SEQ+1(0)
                        +0    ANSWER
                        +0    a: < R  SEQ+2:SEQ+2(0)
                        +0    a: state                                = STATE
                        """));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "TIME_WAIT")
    @Tag("st_c_03")
    @Tag("st_c_04")
    @Tag("RFC5961-2")
    void anExactResetEndsTheConnection(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: < R. SEQ:SEQ(0) ack UNA              = CLOSED
                        +0    a: < .  SEQ:SEQ(0) ack NXT win 20000
                        +0    a: > R  NXT:NXT(0)
                        """));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "TIME_WAIT")
    @Tag("st_c_06")
    @Tag("RFC5961-6")
    void aSynInsideTheWindowIsChallenged(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: < S  SEQ:SEQ(0)       win 20000
                        +0    ANSWER
                        +0    a: state                                = STATE
                        """));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "TIME_WAIT")
    @Tag("st_c_06")
    @Tag("RFC5961-7")
    void aSynAckOutsideTheWindowIsChallenged(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: < S. 0:0(0) ack UNA   win 20000
                        +0    ANSWER
                        +0    a: state                                = STATE
                        """));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("st_c_07")
    @Tag("RFC9293-15")
    void withoutAnAckFlagNothingHappens(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: < -  SEQ:SEQ+10(10)   win 20000
                        +0    a: < F  SEQ:SEQ(0)       win 20000
                        +0    a: state                                = STATE
                        """));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "TIME_WAIT")
    @Tag("st_c_08")
    @Tag("RFC9293-16")
    @Tag("RFC5961-12")
    void anAckOfWhatWasNotSentIsAnsweredWithinTheLimit(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: < .  SEQ:SEQ(0) ack NXT+1 win 20000
                        +0    ANSWER
                        +0    a: < .  SEQ:SEQ(0) ack NXT+2 win 20000
                        +0    a: state                                = STATE
                        +.6   a: < .  SEQ:SEQ(0) ack NXT+1 win 20000
                        +0    ANSWER
                        """));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "TIME_WAIT")
    @Tag("st_c_09")
    @Tag("RFC5961-8")
    void anAckOlderThanTheLargestWindowIsAnsweredWithinTheLimit(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: < .  SEQ:SEQ(0) ack UNA-20001 win 20000
                        +0    ANSWER
                        +0    a: < .  SEQ:SEQ(0) ack UNA-20001 win 20000
                        +0    a: state                                = STATE
                        """));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("st_c_10")
    @Tag("RFC9293-17")
    void anOldAckAloneIsIgnored(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: < .  SEQ:SEQ(0) ack UNA-100 win 20000
                        +0    a: state                                = STATE
                        """));
    }

    @ParameterizedTest
    @EnumSource(names = {"ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2"})
    @Tag("st_c_13")
    @Tag("st_c_10")
    @Tag("uc_finWait1_receive")
    void textInOrderIsTaken(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: < P. SEQ:SEQ+10(10) ack UNA-100 win 20000
                        +0    a: read 10
                        +.2   a: > .  NXT:NXT(0) ack SEQ+10
                        +0    a: state                                = STATE
                        """));
    }

    @ParameterizedTest
    @EnumSource(names = {"ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2"})
    @Tag("st_c_14")
    void textOutOfOrderIsKept(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: < P. SEQ+10:SEQ+20(10) ack UNA win 20000
                        +0    ANSWER
                        +0    a: < P. SEQ:SEQ+10(10) ack UNA win 20000
                        +0    a: > .  NXT:NXT(0) ack SEQ+20
                        +0    a: read 20
                        +0    a: state                                = STATE
                        """));
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT"})
    @Tag("st_c_16")
    @Tag("RFC9293-21")
    void textBehindThePeersFinIsNotTaken(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: < P. SEQ:SEQ+10(10) ack UNA win 20000
                        +0    ANSWER
                        +0    a: read                                 = eof
                        +0    a: state                                = STATE
                        """));
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT"})
    @Tag("st_clwait_02")
    @Tag("st_closing_02")
    @Tag("st_lack_03")
    @Tag("st_tw_01")
    void theFinAgainIsAcknowledged(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: < F. SEQ-1:SEQ-1(0) ack UNA win 20000
                        +0    ANSWER
                        +0    a: state                                = STATE
                        """));
    }

    @ParameterizedTest
    @EnumSource(names = {"FIN_WAIT_1", "CLOSING", "LAST_ACK"})
    @Tag("st_fw1_02")
    @Tag("st_closing_02")
    @Tag("st_lack_02")
    void anAckThatIsNotOfOurFinClosesNothing(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: < .  SEQ:SEQ(0) ack UNA win 20000
                        +0    a: state                                = STATE
                        """));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "TIME_WAIT")
    @Tag("st_c_18")
    @Tag("RFC5927-4")
    void aHardIcmpErrorDoesNotEndIt(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: icmp 3 3 UNA
                        +0    a: icmp 3 2 UNA
                        +0    a: state                                = STATE
                        """));
    }

    @ParameterizedTest
    @EnumSource(names = {"ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2"})
    @Tag("uc_established_openActive")
    @Tag("uc_finWait1_openActive")
    @Tag("uc_finWait2_openActive")
    @Tag("RFC9293-34")
    void theSameSocketsCannotBeOpenedBeforeTheFin(States state) {
        sameSocketsCannotBeOpened(state);
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSE_WAIT", "CLOSING", "LAST_ACK"})
    @Tag("uc_closeWait_openActive")
    @Tag("uc_closing_openActive")
    @Tag("uc_lastAck_openActive")
    @Tag("RFC9293-34")
    void theSameSocketsCannotBeOpenedAfterTheFin(States state) {
        sameSocketsCannotBeOpened(state);
    }

    private static void sameSocketsCannotBeOpened(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: connect 10.0.0.1:40001 from 80       = address already in use
                        +0    a: state                                = STATE
                        """));
    }

    @ParameterizedTest
    @EnumSource(names = {"ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2"})
    @Tag("MUST-41")
    @Tag("uc_established_openPassive")
    @Tag("uc_finWait1_openPassive")
    @Tag("uc_finWait2_openPassive")
    void aPassiveOpenLeavesTheConnectionAlone(States state) {
        passiveOpenLeavesItAlone(state);
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT"})
    @Tag("uc_closeWait_openPassive")
    @Tag("uc_closing_openPassive")
    @Tag("uc_lastAck_openPassive")
    @Tag("uc_timeWait_openPassive")
    void aPassiveOpenLeavesTheClosingConnectionAlone(States state) {
        passiveOpenLeavesItAlone(state);
    }

    private static void passiveOpenLeavesItAlone(States state) {
        Script.run(
                state.then(
                        """
                        +0    listen 80                               = address already in use
                        +0    unlisten 80
                        +0    a: state                                = STATE
                        +0    listen 80
                        +0    a: state                                = STATE
                        +0    a: < P. SEQ-100:SEQ-90(10) ack UNA win 20000
                        +0    ANSWER
                        """));
    }

    @ParameterizedTest
    @EnumSource(names = {"FIN_WAIT_2", "CLOSING", "LAST_ACK", "TIME_WAIT"})
    @Tag("uc_finWait2_close")
    @Tag("uc_closing_close")
    @Tag("uc_lastAck_close")
    @Tag("uc_timeWait_close")
    @Tag("RFC9293-22")
    void closeAfterShutdownSendsNoSecondFin(States state) {
        Script.run(
                state.then(
                        """
                        +0    a: shutdown                             = STATE
                        +0    a: close                                = STATE
                        +0    a: close                                = stale handle
                        +.5   a: state                                = STATE
                        """));
    }

    @ParameterizedTest
    @EnumSource(names = "TIME_WAIT")
    @Tag("uc_timeWait_openActive")
    void inTimeWaitTheSameSocketsCannotBeOpened(States state) {
        sameSocketsCannotBeOpened(state);
    }
}
