package io.carillon.redis;

import io.carillon.redis.core.RedisRefusedException;
import io.carillon.redis.core.WireCommand;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.pubsub.PubSubOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A command in Lettuce's form, which ends the answer itself: with Lettuce's own asynchronous command there would be a second future for each
 * message.
 *
 * @param <T> what Lettuce makes of the answer
 */
final class LettuceCommand<T extends @Nullable Object> extends Command<String, byte[], T> {
    private static final Map<String, ProtocolKeyword> KEYWORDS =
            Arrays.stream(CommandType.values()).collect(Collectors.toMap(CommandType::name, Function.identity()));
    /** What the server pushes stands for their answer, and only Lettuce's own output for them takes it. */
    private static final Set<String> PUSHED =
            Set.of("SUBSCRIBE", "UNSUBSCRIBE", "PSUBSCRIBE", "PUNSUBSCRIBE", "SSUBSCRIBE", "SUNSUBSCRIBE");

    private final WireCommand command;

    private LettuceCommand(WireCommand command, ProtocolKeyword keyword, CommandOutput<String, byte[], T> output) {
        super(keyword, output, arguments(command));
        this.command = command;
    }

    static LettuceCommand<?> of(WireCommand command) {
        ProtocolKeyword known = KEYWORDS.get(command.name());
        ProtocolKeyword keyword = known == null ? new Keyword(command.name()) : known;
        return PUSHED.contains(command.name())
                ? new LettuceCommand<>(command, keyword, new PubSubOutput<>(LettuceWire.CODEC))
                : new LettuceCommand<@Nullable Object>(command, keyword, new AnswerOutput());
    }

    @Override
    public void complete() {
        super.complete();
        CommandOutput<String, byte[], T> output = getOutput();
        if (output.hasError()) {
            command.answer().completeExceptionally(new RedisRefusedException(output.getError(), null));
        } else {
            command.answer().complete(output instanceof AnswerOutput ? output.get() : null);
        }
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        super.complete();
        return command.answer()
                .completeExceptionally(
                        error instanceof RedisCommandExecutionException
                                ? new RedisRefusedException(String.valueOf(error.getMessage()), error)
                                : error);
    }

    @Override
    public void cancel() {
        super.cancel();
        command.answer().cancel(false);
    }

    private static CommandArgs<String, byte[]> arguments(WireCommand command) {
        CommandArgs<String, byte[]> args = new CommandArgs<>(LettuceWire.CODEC);
        for (byte[] argument : command.arguments()) {
            args.add(argument);
        }
        return args;
    }

    /** A command that is newer than this Lettuce. */
    private record Keyword(String word) implements ProtocolKeyword {
        @Override
        public byte[] getBytes() {
            return word.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public String toString() {
            return word;
        }
    }
}
