package io.jenkins.plugins.slipway.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Makes every wait for an event patient, in every module that has this one on its test class path: a wait ends soon after its event,
 * and fails only when a machine that is very busy, too, would have got there.
 */
public final class PatientWaits implements TestExecutionListener {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        Awaitility.setDefaultTimeout(PATIENCE);
        Awaitility.setDefaultPollInterval(LOOK_EVERY);
        Awaitility.setDefaultPollDelay(Duration.ZERO);
    }
}
