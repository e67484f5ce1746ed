using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using VaeMlNet;
using VaeMlNet.Cli;

namespace Fuzzing.Tests;

/// <summary>
/// Messages with rows of time series, under random limits: each is answered or becomes a dead letter that changes no series. Then the file
/// of the state: whole, it gives the same series again; damaged, it is refused.
/// </summary>
internal sealed class SeriesMessagesTarget : CommandLineTarget, IDisposable
{
    private const int ByteLimit = 20_000;
    private const string Header = "When,Machine,Load,On\n";

    private static readonly string[] Times =
    [
        "2024-01-01 02:00",
        "2024-01-01 00:00",
        "9999-12-31 23:59",
        "0001-01-01 00:00",
        "",
        "1e308",
        "NaN",
    ];

    private static readonly string[] Names =
    [
        "a",
        "b",
        " a",
        "a\u00a0",
        "",
        "\u2028",
        "\ud800",
        new string('x', 256),
        new string('x', 257),
        "\"q\"\"\"",
    ];

    private readonly string statePath;
    private readonly VaeModel model;
    private (byte[] Body, string Id)[] messages = [];
    private SeriesLimits limits = new(10, null, null);
    private Random random = new(0);

    /// <summary>Trains the model.</summary>
    /// <param name="folder">A folder for the files.</param>
    public SeriesMessagesTarget(string folder)
    {
        var data = Path.Combine(folder, "series.csv");
        var modelFolder = Path.Combine(folder, "model");
        statePath = Path.Combine(folder, "state");
        File.WriteAllText(
            data,
            Header + string.Concat(Enumerable.Range(0, 80).Select(i => Row(i, i % 2 == 0 ? "a" : "b")))
        );
        Run(
            "export",
            $"--data={data}",
            "--time=When",
            "--series=Machine",
            "--window=4",
            "--epochs=1",
            "--hidden=4",
            "--latent=2",
            $"--out={modelFolder}"
        );
        model = VaeModel.Open(modelFolder);
    }

    public override string Damage(int seed)
    {
        random = new(seed);
        limits = new(
            random.Next(1, 5),
            random.Next(3) == 0 ? TimeSpan.FromTicks(1) : null,
            random.Next(3) == 0 ? TimeSpan.FromHours(random.Next(3)) : null
        );
        messages =
        [
            .. Enumerable.Range(0, random.Next(1, 5)).Select(i => (Body(), $"m{(random.Next(5) == 0 ? 0 : i)}")),
        ];
        return $"{messages.Length} messages of {string.Join('+', messages.Select(message => message.Body.Length))} bytes, {limits}";
    }

    public override void UseOriginal()
    {
        messages = [(Encoding.UTF8.GetBytes(Header + Row(100, "a")), "m")];
        UseDamaged();
    }

    public override void UseDamaged()
    {
        File.Delete(statePath);
        var saved = RunMessages();
        AssertRestored(saved);
        var bytes = File.Exists(statePath) ? File.ReadAllBytes(statePath) : [];
        File.WriteAllBytes(statePath, ByteMutation.Mutate(bytes, random));
        Documented(() => Open(_ => { }));
    }

    public void Dispose() => model.Dispose();

    private byte[] RunMessages()
    {
        byte[] saved = [];
        Open(worker =>
        {
            foreach (var (body, id) in messages)
            {
                var before = Series(worker.Engine);
                var outcome = worker.Pass.Run([Message(id, body)])[0];
                Documented(() => Check(outcome, before, worker.Engine));
                if (random.Next(2) == 0)
                {
                    worker.Pass.Acknowledged(outcome.Message);
                }
            }

            saved = Series(worker.Engine);
        });
        return saved;
    }

    private void Check(MessageOutcome outcome, byte[] before, VaeSeriesEngine engine)
    {
        if (engine.SeriesCount > limits.MostSeries)
        {
            throw new InvalidOperationException($"{engine.SeriesCount} series");
        }

        if (outcome.Fault is { } fault)
        {
            // Idle series are forgotten before a message is read.
            var isUnchanged = limits.LongestIdle is not null || Series(engine).AsSpan().SequenceEqual(before);
            throw isUnchanged && TerminalText.EscapeLine(fault) == fault
                ? new CommandException(fault)
                : new InvalidOperationException(
                    $"a dead letter changed a series, or its reason cannot be shown: {fault}"
                );
        }

        if (outcome.Result is { Length: > ByteLimit })
        {
            throw new InvalidOperationException("a result that is too large");
        }
    }

    private void AssertRestored(byte[] saved)
    {
        if (File.Exists(statePath))
        {
            Open(worker =>
            {
                if (!Series(worker.Engine).AsSpan().SequenceEqual(saved))
                {
                    throw new InvalidOperationException("the state has other series");
                }
            });
        }
    }

    private void Open(Action<(VaeSeriesEngine Engine, SeriesPass Pass)> use)
    {
        using VaeSeriesEngine engine = new(model);
        using var state = SeriesState.Open(statePath, capacity: 3, engine);
        MessageFormat format = new(model, ColumnChoice.All, null, ByteLimit);
        use((engine, new SeriesPass(format, engine, state, limits, hasContributions: random.Next(2) == 0)));
    }

    private static byte[] Series(VaeSeriesEngine engine)
    {
        using MemoryStream stream = new();
        engine.SaveCheckpoint(stream);
        return stream.ToArray();
    }

    private byte[] Body()
    {
        StringBuilder text = new(Header);
        for (var i = random.Next(1, 8); i > 0; i--)
        {
            var row = Row(random.Next(90, 200), random.Next(2) == 0 ? "a" : Names[random.Next(Names.Length)]);
            text.Append(random.Next(4) == 0 ? Times[random.Next(Times.Length)] + row[row.IndexOf(',')..] : row);
        }

        if (random.Next(12) == 0)
        {
            text.Append(string.Concat(Enumerable.Repeat("9\r", ByteLimit / 4)));
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        return random.Next(3) == 0 ? ByteMutation.Mutate(bytes, random) : bytes;
    }

    private static string Row(int minute, string name) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{new DateTime(2024, 1, 1).AddMinutes(minute):yyyy-MM-dd HH:mm},{name},{Math.Sin(minute / 5.0):0.000},{(minute % 3 == 0 ? "yes" : "no")}\n"
        );

    private static QueuedMessage Message(string id, byte[] body)
    {
        BasicProperties properties = new() { MessageId = id, ContentType = "text/csv" };
        return new QueuedMessage(1, IsRedelivered: false, properties, body);
    }
}
