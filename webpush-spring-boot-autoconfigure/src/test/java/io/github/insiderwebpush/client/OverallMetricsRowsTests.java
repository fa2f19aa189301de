package io.github.insiderwebpush.client;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Spliterator;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.CampaignMetricsRow;
import io.github.insiderwebpush.statistics.Figures;
import io.github.insiderwebpush.statistics.OverallMetricsPage;
import io.github.insiderwebpush.statistics.UnreadableValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link OverallMetricsRows}: the pages that are read, and the rows of the
 * stream.
 */
class OverallMetricsRowsTests {

	private final List<Integer> pagesRead = new ArrayList<>();

	@Test
	void lastPageIsKnownByTheTotalEvenIfItIsFull() {
		assertThat(walk(40L, rows(1, 20), rows(21, 40))).hasSize(40);
		assertThat(this.pagesRead).containsExactly(1, 2);
	}

	@Test
	void onePageMoreIsReadForOneRowMore() {
		assertThat(walk(41L, rows(1, 20), rows(21, 40), rows(41, 41))).hasSize(41);
		assertThat(this.pagesRead).containsExactly(1, 2, 3);
	}

	@Test
	void emptyPageIsTheLastWithoutATotal() {
		assertThat(walk(null, rows(1, 20), rows(21, 39), List.of())).hasSize(39);
		assertThat(this.pagesRead).containsExactly(1, 2, 3);
	}

	@Test
	void emptyPageIsTheLastWhateverTheTotalSays() {
		assertThat(walk(500L, rows(1, 20), List.of())).hasSize(20);
		assertThat(this.pagesRead).containsExactly(1, 2);
	}

	@Test
	void pageWithoutANewRowIsTheLast() {
		assertThat(walk(60L, rows(1, 20), rows(1, 20), rows(21, 40))).hasSize(20);
		assertThat(this.pagesRead).containsExactly(1, 2);
	}

	@Test
	void streamEndsWhenTheServerIgnoresThePageAndGivesNoTotal() {
		assertThat(stream((page) -> page(1, null, rows(1, 20)))).hasSize(20);
		assertThat(this.pagesRead).containsExactly(1, 2);
	}

	@Test
	void streamOfRowsWithoutAnyIdEndsAsWell() {
		assertThat(stream((page) -> page(page, null, Collections.nCopies(20, row(null, null, 1))))).hasSize(20);
		assertThat(this.pagesRead).containsExactly(1, 2);
	}

	@Test
	void streamOfRowsWithoutAnyIdEndsEvenIfTheirFiguresChange() {
		assertThat(stream((page) -> page(page, 1_000L, Collections.nCopies(20, row(null, null, 1, (long) page)))))
			.hasSize(20);
		assertThat(this.pagesRead).containsExactly(1, 2);
	}

	@Test
	void pagesThatOverlapLoseNoRow() {
		assertThat(walk(40L, rows(1, 20), rows(11, 30), rows(31, 40))).hasSize(40);
		assertThat(this.pagesRead).containsExactly(1, 2, 3);
	}

	@Test
	void smallerPagesThanRequestedLoseNoRow() {
		assertThat(walk(25L, rows(1, 10), rows(11, 20), rows(21, 25))).hasSize(25);
		assertThat(walk(null, rows(1, 10), rows(11, 20), rows(21, 25), List.of())).hasSize(25);
		assertThat(this.pagesRead).containsExactly(1, 2, 3, 1, 2, 3, 4);
	}

	@Test
	void pageWhoseRowsWereCutOffFailsTheStream() {
		OverallMetricsPage cut = new OverallMetricsPage(1, 20, null, rows(1, 20),
				List.of(new UnreadableValue("data", "must have at most 20 elements", "100 elements")));
		assertThatIllegalStateException().isThrownBy(() -> stream((page) -> cut).toList())
			.withMessage("Page 1 of the statistics has more rows than were requested: a stream would miss rows");
	}

	@Test
	void sameCampaignAtAnotherTimeIsAnotherRow() {
		assertThat(walk(3L, List.of(row(7L, null, 1), row(7L, null, 2), row(7L, null, 1)), List.of())).hasSize(2);
	}

	@Test
	void rowWithoutAnIdIsKnownByItsBuilderId() {
		assertThat(walk(3L, List.of(row(null, 7L, 1), row(null, 8L, 1), row(null, 7L, 1)), List.of())).hasSize(2);
	}

	@Test
	void rowWithAnIdStaysTheSameWhenItsNameOrStartChanges() {
		assertThat(walk(9L, List.of(named(7L, "Sale", 1)), List.of(named(7L, "Sale 2", 2)), List.of())).hasSize(1);
	}

	@Test
	void rowWithoutAnyIdIsKnownOnLaterPagesByItsNameAndStart() {
		assertThat(walk(9L, List.of(named(null, "Sale", 1)), List.of(named(null, "Sale 2", 1)),
				List.of(named(null, "Sale", 2)), List.of(named(null, "Sale", 1))))
			.hasSize(3);
	}

	@Test
	void rowsWithoutAnyIdCannotBeToldApartAndStay() {
		assertThat(walk(2L, List.of(row(null, null, 1), row(null, null, 1)))).hasSize(2);
	}

	@Test
	void walkTellsItsOrderAndNoLength() {
		OverallMetricsRows rows = new OverallMetricsRows((page) -> page(page, 0L, List.of()));
		assertThat(rows.hasCharacteristics(Spliterator.ORDERED)).isTrue();
		assertThat(rows.hasCharacteristics(Spliterator.SIZED)).isFalse();
	}

	@SafeVarargs
	private Stream<CampaignMetricsRow> walk(@Nullable Long total, List<CampaignMetricsRow>... pages) {
		return stream((page) -> page(page, total, pages[page - 1]));
	}

	private Stream<CampaignMetricsRow> stream(IntFunction<OverallMetricsPage> pages) {
		return StreamSupport.stream(new OverallMetricsRows((page) -> {
			assertThat(page).as("page of a stream that should have ended").isLessThan(10);
			this.pagesRead.add(page);
			return pages.apply(page);
		}), false);
	}

	private static OverallMetricsPage page(int page, @Nullable Long total, List<CampaignMetricsRow> rows) {
		return new OverallMetricsPage(page, 20, total, rows, List.of());
	}

	private static List<CampaignMetricsRow> rows(long first, long last) {
		return LongStream.rangeClosed(first, last).mapToObj((id) -> row(id, null, 1)).toList();
	}

	private static CampaignMetricsRow named(@Nullable Long id, String name, int startDay) {
		return new CampaignMetricsRow(id, null, name, List.of(), null, null, LocalDateTime.of(2026, 11, 1, 12, 0),
				LocalDateTime.of(2026, 11, startDay, 12, 0), null, null, null, null, null,
				new Figures(null, null, null, null, null, null, null, null, null, null, null), List.of());
	}

	private static CampaignMetricsRow row(@Nullable Long id, @Nullable Long builderId, int day) {
		return row(id, builderId, day, null);
	}

	private static CampaignMetricsRow row(@Nullable Long id, @Nullable Long builderId, int day, @Nullable Long sent) {
		return new CampaignMetricsRow(id, (builderId != null) ? BuilderId.of(builderId) : null, null, List.of(), null,
				null, LocalDateTime.of(2026, 11, day, 12, 0), null, null, null, null, null, null,
				new Figures(null, sent, null, null, null, null, null, null, null, null, null), List.of());
	}

}
