package io.github.insiderwebpush.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class WebPushLaunchSwitchTests {

	private final WebPushLaunchSwitch launches = new WebPushLaunchSwitch();

	@Test
	void allAccountsAreStoppedAndResumed() {
		assertThatStopped(false, false);
		this.launches.stopAll();
		assertThatStopped(true, true);
		this.launches.resumeAll();
		assertThatStopped(false, false);
	}

	@Test
	void oneAccountIsStoppedAndResumed() {
		this.launches.stop("turkey");
		assertThatStopped(true, false);
		this.launches.resume("turkey");
		assertThatStopped(false, false);
	}

	@Test
	void oneAccountIsResumedWhileTheOthersStayStopped() {
		this.launches.stopAll();
		this.launches.resume("turkey");
		assertThatStopped(false, true);
		this.launches.stop("turkey");
		assertThatStopped(true, true);
	}

	@Test
	void allMeansAllWhateverWasSaidOfOneBefore() {
		this.launches.stop("turkey");
		this.launches.resumeAll();
		assertThatStopped(false, false);
		this.launches.stopAll();
		this.launches.resume("turkey");
		this.launches.stopAll();
		assertThatStopped(true, true);
	}

	@Test
	void everyChangeIsLoggedOnce(CapturedOutput output) {
		this.launches.resume("turkey");
		this.launches.resumeAll();
		assertThat(output).doesNotContain("Launches of");
		this.launches.stop("turkey");
		this.launches.stop("turkey");
		assertThat(output).containsOnlyOnce("Launches of account 'turkey' were stopped at run time");
		this.launches.resume("turkey");
		assertThat(output).containsOnlyOnce("Launches of account 'turkey' were resumed at run time");
		this.launches.stopAll();
		this.launches.stopAll();
		assertThat(output).containsOnlyOnce("Launches of all accounts were stopped at run time");
		this.launches.resumeAll();
		assertThat(output).containsOnlyOnce("Launches of all accounts were resumed at run time");
	}

	private void assertThatStopped(boolean turkey, boolean others) {
		assertThat(this.launches.isStopped("turkey")).isEqualTo(turkey);
		assertThat(this.launches.isStopped("france")).isEqualTo(others);
	}

}
