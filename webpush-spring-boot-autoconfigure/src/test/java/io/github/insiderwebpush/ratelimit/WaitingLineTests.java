package io.github.insiderwebpush.ratelimit;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WaitingLineTests {

	private final ManualTimer timer = new ManualTimer();

	private final WaitingLine line = new WaitingLine();

	private final RecordedWaiter first = new RecordedWaiter(this.timer);

	private final RecordedWaiter second = new RecordedWaiter(this.timer, 3, false);

	private final RecordedWaiter third = new RecordedWaiter(this.timer);

	@Test
	void keepsTheOrderInWhichTheyCame() {
		addAll();
		assertThat(inLine()).containsExactly(this.first, this.second, this.third);
		assertThat(this.line.size()).isEqualTo(3);
		assertThat(this.line.wanted()).isEqualTo(5);
	}

	@Test
	void theFirstCanLeave() {
		addAll();
		this.line.remove(this.first);
		assertThat(inLine()).containsExactly(this.second, this.third);
		assertThat(this.line.wanted()).isEqualTo(4);
		assertThat(this.line.size()).isEqualTo(2);
	}

	@Test
	void oneInTheMiddleCanLeave() {
		addAll();
		this.line.remove(this.second);
		assertThat(inLine()).containsExactly(this.first, this.third);
		this.line.remove(this.third);
		assertThat(inLine()).containsExactly(this.first);
	}

	@Test
	void theLastCanLeaveAndComeBack() {
		addAll();
		this.line.remove(this.third);
		this.line.remove(this.second);
		this.line.add(this.third);
		assertThat(inLine()).containsExactly(this.first, this.third);
		assertThat(this.line.wanted()).isEqualTo(2);
	}

	@Test
	void whoLeftKeepsNoNeighbours() {
		addAll();
		this.line.remove(this.second);
		assertThat(this.second.line).isNull();
		assertThat(this.second.previous).isNull();
		assertThat(this.second.next).isNull();
		assertThat(this.first.line).isSameAs(this.line);
	}

	@Test
	void isEmptyWhenAllHaveLeft() {
		addAll();
		List.of(this.second, this.first, this.third).forEach(this.line::remove);
		assertThat(inLine()).isEmpty();
		assertThat(this.line.size()).isZero();
		assertThat(this.line.wanted()).isZero();
		this.line.add(this.first);
		assertThat(inLine()).containsExactly(this.first);
	}

	private void addAll() {
		List.of(this.first, this.second, this.third).forEach(this.line::add);
	}

	private List<PermitWaiter> inLine() {
		List<PermitWaiter> found = new ArrayList<>();
		for (PermitWaiter waiter = this.line.first(); waiter != null; waiter = waiter.next) {
			found.add(waiter);
		}
		return found;
	}

}
