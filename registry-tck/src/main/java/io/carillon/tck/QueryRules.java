package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import io.carillon.spi.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What queries show. */
abstract class QueryRules extends StoreTests {
    private static final int MANY = 25;

    @Test
    @Rule("MS-5.1")
    void aQueryShowsEachMemberAsItWasWritten() {
        Lease lease = lease("a");
        Member anonymous = new Member(id(lease, 1), Optional.empty());
        deadline.done(store.add(lease, anonymous, Set.of(LOBBY)));
        add(lease, 2, LOBBY);
        behind(LOBBY, anonymous, member(lease, 2));
    }

    @Test
    @Rule("MS-5.2")
    void nobodyIsThereIsAnEmptyPage() {
        Page<Member> page = deadline.done(reader.members(LOBBY, Page.Request.first(10)));
        assertThat(page.items()).isEmpty();
        assertThat(page.next()).isEmpty();
        behind(new Target.Connection(new ConnectionId(instance("nobody"), 1)));
    }

    @Test
    @Rule("MS-5.3")
    void pagesShowEverybodyOnceWhateverTheirSize() {
        List<Member> all = fill();
        for (int size : new int[] {1, 2, 7, MANY, 2 * MANY, 1_000}) {
            assertThat(members(reader, LOBBY, size)).as("pages of %s", size).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    @Rule("MS-5.4")
    void pagesHaveOneOrderInstanceByInstanceAndByNumber() {
        fill();
        List<Member> once = members(reader, LOBBY, 1_000);
        assertThat(members(store, LOBBY, 4)).isEqualTo(once);
        List<InstanceId> instances =
                once.stream().map(member -> member.id().instance()).toList();
        assertThat(instances.stream()
                        .distinct()
                        .map(instance -> instances.lastIndexOf(instance) - instances.indexOf(instance) + 1))
                .as("how many lie between the first and the last of an instance")
                .containsOnly(MANY);
        assertThat(once.stream().filter(member -> member.id().instance().equals(instance("a"))))
                .extracting(member -> member.id().number())
                .isSorted();
    }

    @Test
    @Rule("MS-5.5")
    void whoStaysStandsInExactlyOnePageWhileOthersComeAndGo() {
        Lease a = lease("a");
        Lease b = lease("b");
        List<Member> staying = new ArrayList<>();
        for (long n = 0; n < 4 * MANY; n += 4) {
            for (Lease lease : List.of(a, b)) {
                add(lease, n, LOBBY); // goes
                add(lease, n + 2, LOBBY);
                staying.add(member(lease, n + 2));
            }
        }
        List<Member> seen = new ArrayList<>();
        Optional<Page.Cursor> next = Optional.of(Page.Cursor.START);
        long turn = 0;
        while (next.isPresent()) {
            Page<Member> page = deadline.done(reader.members(LOBBY, new Page.Request(next.get(), 5)));
            seen.addAll(page.items());
            assertThat(seen).as("an answer that ends").hasSizeLessThan(1_000);
            next = page.next();
            for (Lease lease : List.of(a, b)) {
                if (turn % 2 == 0) {
                    remove(lease, 4 * turn, LOBBY);
                    remove(lease, 4 * turn + 4, LOBBY);
                } else {
                    add(lease, 4 * turn + 1, LOBBY); // comes
                }
            }
            turn++;
        }
        assertThat(seen.stream().filter(staying::contains)).containsExactlyInAnyOrderElementsOf(staying);
    }

    @Test
    @Rule("MS-5.6")
    void whoseLeaseIsDeadIsShownByNoQueryBeforeAnybodyClearsUp() {
        need(BrokerFixture.Fault.EXPIRE);
        Lease dead = lease("a");
        Lease live = lease("b");
        add(dead, 1, LOBBY, ADA, EVERYONE);
        add(live, 1, LOBBY, ADA, EVERYONE);
        broker.expire(dead.instance());
        List.of(LOBBY, ADA, EVERYONE).forEach(target -> behind(target, member(live, 1)));
        behind(new Target.Connection(id(dead, 1)));
        assertThat(deadline.done(reader.groups(id(dead, 1)))).isEmpty();
        assertThat(deadline.done(store.groups(id(dead, 1)))).isEmpty();
    }

    @Test
    @Rule("MS-5.7")
    void aConnectionIsShownAsLongAsItStandsUnderEveryone() {
        Lease lease = lease("a");
        Target connection = new Target.Connection(id(lease, 1));
        add(lease, 1, LOBBY);
        behind(connection);
        add(lease, 1, EVERYONE);
        behind(connection, member(lease, 1));
        remove(lease, 1, EVERYONE);
        behind(connection);
    }

    @Test
    @Rule("MS-6.1")
    void aCountIsTheNumberOfMembersThatAreShown() {
        fill();
        assertThat(deadline.done(reader.count(LOBBY))).isEqualTo(2L * MANY);
        assertThat(deadline.done(reader.count(KITCHEN))).isZero();
        Lease next = supersede(lease("a", 7));
        assertThat(deadline.done(reader.count(LOBBY)))
                .as("one of two instances is dead")
                .isEqualTo(MANY);
        add(next, 3, LOBBY);
        assertThat(deadline.done(reader.count(LOBBY))).isEqualTo(MANY + 1L);
    }

    @Test
    @Rule("MS-7.1")
    void theGroupsOfAConnectionAreItsGroupsOnly() {
        Lease lease = lease("a");
        add(lease, 1, LOBBY, KITCHEN, ADA, EVERYONE);
        add(lease, 2, new Target.Group("garden"));
        assertThat(deadline.done(reader.groups(id(lease, 1)))).containsExactlyInAnyOrder("lobby", "kitchen");
        assertThat(deadline.done(reader.groups(id(lease, 3)))).isEmpty();
    }

    @Test
    @Rule("MS-10.1")
    void namesOfGroupsAreOpaqueAndCaseSensitive() {
        Lease lease = lease("a");
        for (int i = 0; i < NastyNames.ALL.size(); i++) {
            add(lease, i, new Target.Group(NastyNames.ALL.get(i)));
        }
        for (int i = 0; i < NastyNames.ALL.size(); i++) {
            behind(new Target.Group(NastyNames.ALL.get(i)), member(lease, i));
            assertThat(deadline.done(reader.groups(id(lease, i)))).containsExactly(NastyNames.ALL.get(i));
        }
    }

    @Test
    @Rule("MS-10.2")
    void namesOfUsersAreOpaqueCaseSensitiveAndNoGroups() {
        Lease lease = lease("a");
        for (int i = 0; i < NastyNames.ALL.size(); i++) {
            add(lease, i, new Target.User(NastyNames.ALL.get(i)));
        }
        for (int i = 0; i < NastyNames.ALL.size(); i++) {
            behind(new Target.User(NastyNames.ALL.get(i)), member(lease, i));
            behind(new Target.Group(NastyNames.ALL.get(i)));
        }
    }

    @Test
    @Rule("MS-10.3")
    void namesOfInstancesAreOpaqueAndCaseSensitive() {
        List<Lease> leases = NastyNames.ALL.stream().map(this::lease).toList();
        leases.forEach(lease -> add(lease, 1, LOBBY));
        Lease first = leases.get(0);
        supersede(first);
        assertThat(members(reader, LOBBY, 7))
                .containsExactlyInAnyOrderElementsOf(
                        leases.stream().skip(1).map(lease -> member(lease, 1)).toList());
        purge(first);
        assertThat(deadline.done(reader.count(LOBBY))).isEqualTo(NastyNames.ALL.size() - 1L);
    }

    /** Two instances with many members each; added out of order. */
    private List<Member> fill() {
        List<Member> all = new ArrayList<>();
        for (Lease lease : List.of(lease("b"), lease("a"))) {
            LongStream.range(0, MANY).map(n -> n * 7 % MANY).forEach(n -> {
                add(lease, n, LOBBY);
                all.add(member(lease, n));
            });
        }
        return all;
    }
}
