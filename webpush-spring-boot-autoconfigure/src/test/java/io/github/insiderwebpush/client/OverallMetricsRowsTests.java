package io.github.insiderwebpush.client;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.github.insiderwebpush.statistics.BuilderId;
import io.github.insiderwebpush.statistics.CampaignMetricsRow;
import io.github.insiderwebpush.statistics.Figures;
import io.github.insiderwebpush.statistics.OverallMetricsPage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which pages of a report are read, and which rows of them are told.
 */
class OverallMetricsRowsTests {

	private static final Figures NO_FIGURES = new Figures(null, null, null, null, null, null, null, null, null, null,
			null);

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
	void shortPageIsTheLastWhereNobodySaysTheTotal() {
		assertThat(walk(null, rows(1, 20), rows(21, 39))).hasSize(39);
		assertThat(this.pagesRead).containsExactly(1, 2);
	}

	@Test
	void emptyPageIsTheLastWhateverTheTotalSays() {
		assertThat(walk(500L, rows(1, 20), List.of())).hasSize(20);
		assertThat(this.pagesRead).containsExactly(1, 2);
	}

	@Test
	void pageOfRowsThatWereAllSeenIsNotTheEnd() {
		assertThat(walk(60L, rows(1, 20), rows(1, 20), rows(21, 40))).hasSize(40);
		assertThat(this.pagesRead).containsExactly(1, 2, 3);
	}

	@Test
	void sameCampaignAtAnotherTimeIsAnotherRow() {
		assertThat(walk(3L, List.of(row(7L, null, 1), row(7L, null, 2), row(7L, null, 1)))).hasSize(2);
	}

	@Test
	void rowWithoutAnIdIsKnownByItsBuilderId() {
		assertThat(walk(3L, List.of(row(null, 7L, 1), row(null, 8L, 1), row(null, 7L, 1)))).hasSize(2);
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
		return StreamSupport.stream(new OverallMetricsRows((page) -> {
			this.pagesRead.add(page);
			return page(page, total, pages[page - 1]);
		}), false);
	}

	private static OverallMetricsPage page(int page, @Nullable Long total, List<CampaignMetricsRow> rows) {
		return new OverallMetricsPage(page, 20, total, rows, List.of());
	}

	private static List<CampaignMetricsRow> rows(long first, long last) {
		return LongStream.rangeClosed(first, last).mapToObj((id) -> row(id, null, 1)).toList();
	}

	private static CampaignMetricsRow row(@Nullable Long id, @Nullable Long builderId, int day) {
		return new CampaignMetricsRow(id, (builderId != null) ? BuilderId.of(builderId) : null, null, List.of(), null,
				null, LocalDateTime.of(2026, 11, day, 12, 0), null, null, null, null, null, null, NO_FIGURES,
				List.of());
	}

}
