using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;

namespace VaeMlNet.Worker;

/// <summary>The options that say which queues a worker uses, and how.</summary>
internal sealed class QueueOptions
{
    private const string DeadLetterSuffix = ".dead-letters";

    /// <summary>AMQP's limit to the name of a queue, in bytes.</summary>
    private const int LongestName = 255;

    private readonly Option<string?> amqp = Required(
        "--amqp",
        "URI",
        "The broker: amqp://USER:PASSWORD@HOST:PORT/VIRTUALHOST, amqps for TLS; in a file of --settings no other user sees the password"
    );

    private readonly Option<string?> queue = Required(
        "--queue",
        "NAME",
        "The queue to take messages from; declared as durable unless it exists"
    );

    private readonly Option<string?> results = Required("--results", "NAME", "The queue to send results to");

    private readonly Option<string?> deadLetters = OptionFactory.Text(
        "--dead-letters",
        "NAME",
        $"The queue for messages that cannot be used, with the reason in the header {OutcomeDelivery.ReasonHeader} [default: QUEUE{DeadLetterSuffix}]"
    );

    private readonly Option<int?> batchRows = OptionFactory.Integer(
        "--batch-rows",
        "Rows that make a pass: those of several messages run together",
        minimum: 1,
        4096
    );

    private readonly Option<int?> batchTimeout = OptionFactory.Integer(
        "--batch-timeout",
        "Milliseconds that a message waits for others to make a pass with",
        minimum: 0,
        50
    );

    private readonly Option<int?> prefetch = OptionFactory.Integer(
        "--prefetch",
        "Messages that the broker delivers before some are acknowledged, which bounds memory; half of them make a pass",
        minimum: 1,
        32
    );

    private readonly Option<int?> byteLimit = OptionFactory.Integer(
        "--max-message-bytes",
        "A larger message becomes a dead letter, and so does a message with a larger result",
        minimum: 1,
        8 << 20
    );

    private readonly Option<int?> idleExit = OptionFactory.Integer(
        "--idle-exit",
        "End with exit code 0 when no message has come for N seconds [default: never]",
        minimum: 1
    );

    private readonly Option<int?> giveUp = OptionFactory.Integer(
        "--give-up",
        "End with exit code 1 when the broker has been gone for N seconds",
        minimum: 0,
        600
    );

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        Option[] all =
        [
            amqp,
            queue,
            results,
            deadLetters,
            batchRows,
            batchTimeout,
            prefetch,
            byteLimit,
            idleExit,
            giveUp,
        ];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Refuses what no broker takes, and queues that would feed themselves.</summary>
    public void Check(CommandResult result)
    {
        // Nothing of the URI is repeated: it may hold a password.
        if (result.GetValue(amqp) is { } uri && !BrokerAddress.TryParse(uri, out _, out var fault))
        {
            result.AddError($"{amqp.Name} {fault}.");
        }

        if (result.GetValue(prefetch) > ushort.MaxValue)
        {
            result.AddError($"{prefetch.Name} is {result.GetValue(prefetch)}, expected at most {ushort.MaxValue}.");
        }

        string?[] names = [result.GetValue(queue), result.GetValue(results), DeadLetters(result)];
        foreach (
            var name in names.OfType<string>().Where(n => n.Length == 0 || Encoding.UTF8.GetByteCount(n) > LongestName)
        )
        {
            result.AddError($"A queue is named '{name}', expected 1 to {LongestName} bytes.");
        }

        if (names.OfType<string>().Distinct().Count() < names.OfType<string>().Count())
        {
            result.AddError($"{queue.Name}, {results.Name} and {deadLetters.Name} must be three queues.");
        }
    }

    /// <summary>The largest message that is read.</summary>
    public int ByteLimit(ParseResult parse) => parse.GetValue(byteLimit)!.Value;

    /// <summary>Reads the options.</summary>
    /// <exception cref="CommandException">The broker's address is none.</exception>
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
            Intake = Intake.Of((ushort)parse.GetValue(prefetch)!.Value, ByteLimit(parse)),
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
