using System.Text;
using RabbitMQ.Client;
using VaeMlNet;
using VaeMlNet.Cli;

namespace Fuzzing.Tests;

/// <summary>
/// Messages of a queue, without a broker: damaged bodies, content types, encodings and headers. Each becomes a result or a dead
/// letter with a reason of one line, and harms no other message of its pass.
/// </summary>
internal sealed class MessagesTarget : FuzzTarget, IDisposable
{
    private const int ByteLimit = 100_000;

    private static readonly string[] ContentTypes =
    [
        "",
        "text/csv",
        "TEXT/CSV; header=present",
        "text/csv; charset=utf-8",
        "text/csv; charset=\"utf-16\"",
        "text/csv;charset=utf-16le",
        "text/csv;charset=utf-16be",
        "text/csv;charset=iso-8859-1",
        "text/csv;charset=us-ascii",
        "text/csv;charset=utf-7",
        "text/csv;charset=ebcdic\u001b[2J",
        "text/csv;charset=utf-8;charset=utf-16",
        "text/csv;header=absent",
        "text/csv;;;",
        "application/json",
        ";",
        "\n",
    ];

    private static readonly string[] Encodings = ["", "identity", "UTF-8", "gzip", "deflate", "\u0085"];

    private readonly VaeModel model = VaeModel.Open(Repository.PathOf("onnx", "pumps"));
    private readonly string[] columns;
    private readonly BatchPass pass;
    private readonly byte[] original;
    private readonly QueuedMessage good;
    private QueuedMessage damaged;

    public MessagesTarget()
    {
        MessageFormat format = new(model, ColumnChoice.All, "id", ByteLimit);
        pass = new BatchPass(format, BatchStep.Score(model, format.ColumnNames, new VaeScoreOptions()));
        columns = ["id", .. model.Manifest.Columns.Select(column => column.Name)];
        original = Encoding.UTF8.GetBytes(Rows(5));
        good = Message("good", Encoding.UTF8.GetBytes(Rows(2)), "text/csv", "");
        damaged = good;
    }

    /// <inheritdoc />
    public override TimeSpan LongestTime => TimeSpan.FromSeconds(5);

    public override string Damage(int seed)
    {
        Random random = new(seed);
        var type = random.Next(2) == 0 ? "text/csv" : Pick(random, ContentTypes);
        var encoding = random.Next(4) == 0 ? Pick(random, Encodings) : "";
        var body = random.Next(8) switch
        {
            0 => original,
            1 => Encoding.Unicode.GetBytes(Rows(3)),
            2 => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Rows(3))],
            3 => Flood(random),
            4 => Encoding.UTF8.GetBytes("{\"rows\": [[1, 2], [3]]}"),
            _ => ByteMutation.Mutate(original, random),
        };
        if (random.Next(4) == 0)
        {
            // What a producer means to send, with a charset that is right.
            (type, encoding, body) = random.Next(3) switch
            {
                0 => ("text/csv; charset=utf-16", "", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Rows(3))]),
                1 => ("text/csv; charset=iso-8859-1", "identity", Encoding.Latin1.GetBytes(Rows(3))),
                _ => ("text/csv", "utf-8", original),
            };
        }

        var id = random.Next(10) == 0 ? "" : Pick(random, ["m", "\u001b]0;x\a", "a\nb\u2028", new string('x', 255)]);
        damaged = Message(id, random.Next(3) == 0 ? ByteMutation.Mutate(body, random) : body, type, encoding);
        return TerminalText.EscapeLine($"content type '{type}', encoding '{encoding}', {damaged.Body.Length} bytes");
    }

    public override void UseOriginal()
    {
        damaged = good with { DeliveryTag = 3 };
        UseDamaged();
    }

    public override void UseDamaged() =>
        Documented(() =>
        {
            var outcomes = pass.Run([good, damaged, good with { DeliveryTag = 2 }]);
            if (outcomes.Count != 3 || outcomes[0].RowCount != 2 || outcomes[2].RowCount != 2)
            {
                throw new InvalidOperationException("another message was harmed");
            }

            var outcome = outcomes[1];
            if (outcome.Result is { Length: > ByteLimit } || outcome.Result is null == outcome.Fault is null)
            {
                throw new InvalidOperationException("the outcome is neither a result nor a dead letter");
            }

            if (outcome.Fault is { } fault)
            {
                throw TerminalText.EscapeLine(fault) == fault && fault.Length is > 0 and <= 1004
                    ? new CommandException(fault)
                    : new InvalidOperationException($"a reason that cannot be shown: {fault}");
            }
        });

    public void Dispose()
    {
        pass.Dispose();
        model.Dispose();
    }

    protected override bool IsDocumented(Exception refusal) => refusal is CommandException;

    private static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];

    // As large as is allowed, and made of one thing: rows, columns, a cell, line breaks.
    private byte[] Flood(Random random)
    {
        var header = string.Join(',', columns) + "\n";
        var text = random.Next(6) switch
        {
            0 => header + new string('\n', ByteLimit),
            1 => new string(',', ByteLimit),
            2 => header + "\"" + new string('x', ByteLimit),
            3 => header
                + string.Concat(Enumerable.Repeat(string.Join(',', columns.Select(_ => "1")) + "\n", ByteLimit / 10)),
            4 => string.Concat(Enumerable.Range(0, ByteLimit / 4).Select(i => $"{i % 1000},")),
            _ => new string('"', ByteLimit),
        };
        return Encoding.UTF8.GetBytes(text[..Math.Min(text.Length, ByteLimit)]);
    }

    private string Rows(int count)
    {
        var rows = Enumerable
            .Range(0, count)
            .Select(row => $"r{row}" + string.Concat(columns.Skip(1).Select((_, i) => $",0.{(row + i) % 10}")));
        return string.Join(',', columns) + "\n" + string.Concat(rows.Select(row => row + "\n"));
    }

    private static QueuedMessage Message(string id, byte[] body, string contentType, string contentEncoding)
    {
        BasicProperties properties = new()
        {
            MessageId = id,
            ContentType = contentType,
            ContentEncoding = contentEncoding,
        };
        return new QueuedMessage(1, IsRedelivered: false, properties, body);
    }
}
