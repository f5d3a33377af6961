package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Member;
import io.carillon.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Reads a whole answer, page by page. */
final class Pages {
    private static final int MOST = 10_000;

    private Pages() {}

    /** Holds that no page is larger than asked, and that the answer ends. */
    static List<Member> all(Deadline deadline, int size, Function<Page.Request, CompletionStage<Page<Member>>> ask) {
        List<Member> all = new ArrayList<>();
        Optional<Page.Cursor> next = Optional.of(Page.Cursor.START);
        while (next.isPresent()) {
            Page<Member> page = deadline.done(ask.apply(new Page.Request(next.get(), size)));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(size);
            all.addAll(page.items());
            assertThat(all).as("an answer that ends").hasSizeLessThan(MOST);
            next = page.next();
        }
        return all;
    }
}
