using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;

namespace VaeMlNet.Worker;

/// <summary>The options for the queues of a worker.</summary>
internal sealed class QueueOptions : OptionGroup
{
    private const string DeadLetterSuffix = ".dead-letters";

    /// <summary>The longest name of a queue in AMQP, in bytes.</summary>
    private const int LongestName = 255;

    /// <summary>The longest value of <c>--idle-exit</c>, in seconds: timers of .NET measure at most 49 days.</summary>
    private const int LongestIdleExit = 1_000_000;

    private readonly Option<string?> amqp = Required(
        "--amqp",
        "URI",
        "The broker: amqp://USER:PASSWORD@HOST:PORT/VIRTUALHOST, amqps for TLS. In a --settings file, other users cannot see the password"
    );

    private readonly Option<string?> queue = Required(
        "--queue",
        "NAME",
        "The queue to read messages from; declared as durable unless it exists"
    );

    private readonly Option<string?> results = Required("--results", "NAME", "The queue to send results to");

    private readonly Option<string?> deadLetters = OptionFactory.Text(
        "--dead-letters",
        "NAME",
        $"The queue for messages that cannot be used, with the reason in the header {OutcomeDelivery.ReasonHeader} [default: QUEUE{DeadLetterSuffix}]"
    );

    private readonly Option<int?> batchRows = OptionFactory.Integer(
        "--batch-rows",
        "Rows per pass; a pass may contain several messages",
        minimum: 1,
        4096
    );

    private readonly Option<int?> batchTimeout = OptionFactory.Integer(
        "--batch-timeout",
        "Milliseconds that a message waits for more messages in the same pass",
        minimum: 0,
        50
    );

    private readonly Option<int?> prefetch = OptionFactory.Integer(
        "--prefetch",
        "Largest number of unacknowledged messages, which limits memory; a pass takes at most half of them",
        minimum: 1,
        32,
        maximum: ushort.MaxValue
    );

    private readonly Option<int?> byteLimit = OptionFactory.Integer(
        "--max-message-bytes",
        "Largest size of a message and of its result; a message above it becomes a dead letter",
        minimum: 1,
        8 << 20
    );

    private readonly Option<int?> idleExit = OptionFactory.Integer(
        "--idle-exit",
        "Exit with code 0 after N seconds without a message [default: never]",
        minimum: 1,
        maximum: LongestIdleExit
    );

    private readonly Option<int?> giveUp = OptionFactory.Integer(
        "--give-up",
        "Exit with code 1 after N seconds without a connection to the broker",
        minimum: 0,
        600
    );

    public override IEnumerable<Option> All =>
        [amqp, queue, results, deadLetters, batchRows, batchTimeout, prefetch, byteLimit, idleExit, giveUp];

    /// <summary>Reports values that no broker accepts, and queues that would feed themselves.</summary>
    public void CheckQueues(CommandResult result)
    {
        // The message never quotes the URI, because it may contain a password.
        if (result.GetValue(amqp) is { } uri && !BrokerAddress.TryParse(uri, out _, out var fault))
        {
            result.AddError($"{amqp.Name} {fault}.");
        }

        string?[] names = [result.GetValue(queue), result.GetValue(results), DeadLetters(result)];
        foreach (
            var name in names.OfType<string>().Where(n => n.Length == 0 || Encoding.UTF8.GetByteCount(n) > LongestName)
        )
        {
            result.AddError($"The queue name '{name}' is too short or too long, expected 1 to {LongestName} bytes.");
        }

        if (names.OfType<string>().Distinct().Count() < names.OfType<string>().Count())
        {
            result.AddError($"{queue.Name}, {results.Name} and {deadLetters.Name} must be three different queues.");
        }
    }

    /// <summary>Gets the size of the largest message that is read, in bytes.</summary>
    public int ByteLimit(ParseResult parse) => parse.GetValue(byteLimit)!.Value;

    public WorkerOptions Read(ParseResult parse) =>
        new()
        {
            Broker = BrokerAddress.TryParse(parse.GetValue(amqp)!, out var address, out var fault)
                ? address
                : throw new CommandException($"{amqp.Name} {fault}."),
            Queues = new QueueNames(
                parse.GetValue(queue)!,
                parse.GetValue(results)!,
                DeadLetters(parse.CommandResult)!
            ),
            BatchRows = parse.GetValue(batchRows)!.Value,
            BatchTimeout = TimeSpan.FromMilliseconds(parse.GetValue(batchTimeout)!.Value),
            Intake = Intake.UpTo((ushort)parse.GetValue(prefetch)!.Value, ByteLimit(parse)),
            IdleExit = parse.GetValue(idleExit) is { } idle ? TimeSpan.FromSeconds(idle) : null,
            GiveUp = TimeSpan.FromSeconds(parse.GetValue(giveUp)!.Value),
        };

    private string? DeadLetters(CommandResult result) =>
        result.GetValue(deadLetters) ?? (result.GetValue(queue) is { } name ? name + DeadLetterSuffix : null);

    private static Option<string?> Required(string name, string placeholder, string description)
    {
        var option = OptionFactory.Text(name, placeholder, description);
        option.Required = true;
        return option;
    }
}
