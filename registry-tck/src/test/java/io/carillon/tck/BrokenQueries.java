package io.carillon.tck;

import static io.carillon.tck.Flaw.ofBackplane;

import io.carillon.BackplaneUnavailableException;
import io.carillon.ConnectionId;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import io.carillon.spi.Backplane;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore.Change;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What can be wrong with what is asked: the rules MS-5, MS-6, MS-7 and MS-10. */
final class BrokenQueries {
    private BrokenQueries() {}

    static List<Flaw> all() {
        return List.of(
                ofBackplane(
                        "MS-5.1",
                        "users are not written down",
                        paging((asked, page) -> new Page<>(
                                page.items().stream()
                                        .map(member -> new Member(member.id(), Optional.empty(), member.attributes()))
                                        .toList(),
                                page.next()))),
                ofBackplane("MS-5.2", "nobody is an error", real -> new ForwardingBackplane(real) {
                    @Override
                    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
                        return super.members(target, page)
                                .thenCompose(found -> found.items().isEmpty()
                                        ? CompletableFuture.failedStage(
                                                new BackplaneUnavailableException("no such group"))
                                        : CompletableFuture.completedStage(found));
                    }
                }),
                ofBackplane(
                        "MS-5.3",
                        "pages skip",
                        paging((asked, page) -> new Page<>(
                                page.items().stream()
                                        .skip(asked.from().equals(Page.Cursor.START) ? 0 : 1)
                                        .toList(),
                                page.next()))),
                ofBackplane("MS-5.3", "pages repeat", Repeating::new),
                ofBackplane("MS-5.4", "every page is turned round", paging(BrokenQueries::turned)),
                ofBackplane("MS-5.5", "a cursor is a number of items", Counting::new),
                ofBackplane("MS-5.6", "what was written is shown until it is removed", Remembering::new),
                ofBackplane("MS-5.7", "a connection is shown while it is in a group", Remembering::new),
                ofBackplane("MS-6.1", "a count stops at ten", real -> new ForwardingBackplane(real) {
                    @Override
                    public CompletionStage<Long> count(Target target) {
                        return super.count(target).thenApply(count -> Math.min(count, 10));
                    }
                }),
                ofBackplane("MS-7.1", "everyone is a group", real -> new ForwardingBackplane(real) {
                    @Override
                    public CompletionStage<Set<String>> groups(ConnectionId id) {
                        return super.groups(id).thenApply(groups -> {
                            Set<String> more = new HashSet<>(groups);
                            more.add("everyone");
                            return more;
                        });
                    }
                }),
                ofBackplane("MS-10.1", "case is folded", targets(BrokenQueries::folded)),
                ofBackplane("MS-10.2", "users are groups", targets(BrokenQueries::asGroup)));
    }

    private static UnaryOperator<Backplane> paging(BiFunction<Page.Request, Page<Member>, Page<Member>> how) {
        return real -> new ForwardingBackplane(real) {
            @Override
            public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
                return super.members(target, page).thenApply(found -> how.apply(page, found));
            }
        };
    }

    private static UnaryOperator<Backplane> targets(UnaryOperator<Target> how) {
        return real -> new ForwardingBackplane(real) {
            @Override
            public CompletionStage<Change> add(Lease lease, Member member, Set<Target> targets) {
                return super.add(lease, member, targets.stream().map(how).collect(Collectors.toSet()));
            }

            @Override
            public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
                return super.members(how.apply(target), page);
            }

            @Override
            public CompletionStage<Long> count(Target target) {
                return super.count(how.apply(target));
            }
        };
    }

    private static Target folded(Target target) {
        return target instanceof Target.Group group
                ? new Target.Group(group.name().toLowerCase(Locale.ROOT))
                : target;
    }

    private static Target asGroup(Target target) {
        return target instanceof Target.User user ? new Target.Group(user.name()) : target;
    }

    private static Page<Member> turned(Page.Request asked, Page<Member> page) {
        List<Member> items = new ArrayList<>(page.items());
        Collections.reverse(items);
        return new Page<>(items, page.next());
    }

    private static final class Repeating extends ForwardingBackplane {
        private Member last;

        Repeating(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
            return super.members(target, page).thenApply(found -> {
                List<Member> items = new ArrayList<>(found.items());
                if (!page.from().equals(Page.Cursor.START) && !items.isEmpty()) {
                    items.set(0, last);
                }
                last = items.isEmpty() ? last : items.get(items.size() - 1);
                return new Page<>(items, found.next());
            });
        }
    }

    private static final class Counting extends ForwardingBackplane {
        Counting(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
            int from = page.from().equals(Page.Cursor.START)
                    ? 0
                    : Integer.parseInt(page.from().value());
            return super.members(target, Page.Request.first(Page.Request.MAX_SIZE))
                    .thenApply(all -> {
                        List<Member> items = all.items().stream()
                                .skip(from)
                                .limit(page.size())
                                .toList();
                        int end = from + items.size();
                        return new Page<>(
                                items,
                                end < all.items().size()
                                        ? Optional.of(new Page.Cursor(Integer.toString(end)))
                                        : Optional.empty());
                    });
        }
    }

    /** Shows what this instance has written, whatever has become of its lease. */
    private static final class Remembering extends ForwardingBackplane {
        private final Map<ConnectionId, Member> written = new ConcurrentHashMap<>();

        Remembering(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Change> add(Lease lease, Member member, Set<Target> targets) {
            written.put(member.id(), member);
            return super.add(lease, member, targets);
        }

        @Override
        public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
            return target instanceof Target.Connection one && written.containsKey(one.id())
                    ? CompletableFuture.completedStage(new Page<>(List.of(written.get(one.id())), Optional.empty()))
                    : target instanceof Target.Group
                            ? CompletableFuture.completedStage(
                                    new Page<>(List.copyOf(written.values()), Optional.empty()))
                            : super.members(target, page);
        }
    }
}
