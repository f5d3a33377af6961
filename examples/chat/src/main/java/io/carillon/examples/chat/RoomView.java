package io.carillon.examples.chat;

import io.carillon.Member;
import java.util.List;

/** Who is in a room, on all instances: the JSON of {@code GET /rooms/{room}}. */
record RoomView(String room, int count, List<Person> members) {

    static RoomView of(String room, List<Member> members) {
        return new RoomView(
                room, members.size(), members.stream().map(Person::of).toList());
    }

    /** One connection; somebody with two windows is in the room twice. */
    record Person(String connectionId, String instanceId, String user) {

        static Person of(Member member) {
            return new Person(
                    member.id().toString(),
                    member.id().instance().toString(),
                    member.user().orElse(""));
        }
    }
}
