using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using RabbitMQ.Client;

namespace VaeMlNet.Worker.Tests;

internal sealed class BatchPassTests
{
    private const int ByteLimit = 100_000;

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Run_SeveralMessages_GivesEachWhatScoreWrites()
    {
        var rows = TinyTable.Rows(700, seed: 3);
        var lines = rows.TrimEnd('\n').Split('\n');
        QueuedMessage[] messages =
        [
            QueuedMessages.Create(Join(lines[0], lines[1..301]), "first"),
            QueuedMessages.Create(lines[0] + "\n", "none"),
            QueuedMessages.Create(Join(lines[0], lines[301..701]), "second"),
        ];

        var outcomes = Score(WorkerModels.Table, "Id", messages);

        var expected = ScoreVerb(WorkerModels.Table, rows);
        var first = outcomes[0].Text().TrimEnd('\n').Split('\n');
        var second = outcomes[2].Text().TrimEnd('\n').Split('\n');

        Assert.That(outcomes.Select(o => o.RowCount), Is.EqualTo(new[] { 300, 0, 400 }));
        Assert.That(first[0], Is.EqualTo("Id,Score,PredictedLabel,Unseen"));
        Assert.That(outcomes[1].Text(), Is.EqualTo(first[0] + "\n"));
        Assert.That(first[1..].Concat(second[1..]), Is.EqualTo(expected[1..].Select((line, i) => $"x{i},{line}")));
    }

    [Test]
    public void Run_ColumnsInAnotherOrderBesideOthers_GivesTheSame()
    {
        var inOrder = "Id,Age,Income,Member,Color\n1,30,31000,false,blue\n";
        var other = "Color;Note;Member;Income;Age;Id\nblue;\"a;b\";FALSE;31000;30;1\n";

        var outcomes = Score(
            WorkerModels.Table,
            "Id",
            QueuedMessages.Create(inOrder, "a"),
            QueuedMessages.Create(other, "b")
        );

        Assert.That(outcomes[1].Text(), Is.EqualTo(outcomes[0].Text()));
    }

    [Test]
    public void Run_JsonLinesAndGzip_GivesTheSame()
    {
        const string csv = "Id,Age,Income,Member,Color\n1,30,31000,false,blue\n2,,5,true,\n";
        const string json =
            "{\"Id\":1,\"Age\":30,\"Income\":31000,\"Member\":false,\"Color\":\"blue\"}\n{\"Income\":5,\"Member\":true,\"Id\":\"2\",\"Age\":null}\n";

        var outcomes = Score(
            WorkerModels.Table,
            "Id",
            QueuedMessages.Create(csv, "a"),
            QueuedMessages.Create(json, "b", "application/x-ndjson"),
            QueuedMessages.Create(Gzip(json), "c", "application/jsonl; charset=utf-8", contentEncoding: "gzip"),
            QueuedMessages.Create(Gzip(csv), "d", contentEncoding: "GZIP")
        );

        Assert.That(outcomes.Select(o => o.Fault), Is.All.Null);
        Assert.That(outcomes.Skip(1).Select(o => o.Text()), Is.All.EqualTo(outcomes[0].Text()));
    }

    [Test]
    public void Run_WrongJsonOrGzip_NamesMessageAndPlace()
    {
        var packed = Gzip(
            "Id,Age,Income,Member,Color\n"
                + string.Concat(Enumerable.Range(0, 900).Select(i => $"{i},{i * 7 % 90},1,true,red\n"))
        );

        string?[] faults =
        [
            .. Score(
                    WorkerModels.Table,
                    "Id",
                    QueuedMessages.Create("{\"Id\":1}\n[2]\n", "a", "application/x-ndjson"),
                    QueuedMessages.Create(packed[..^200], "b", contentEncoding: "gzip"),
                    QueuedMessages.Create(Gzip(new string('x', 2 * ByteLimit)), "c", contentEncoding: "gzip"),
                    QueuedMessages.Create("Id\n1\n"u8.ToArray(), "d", contentEncoding: "br"),
                    QueuedMessages.Create("Id\n1\n", "e", "application/xml")
                )
                .Select(o => o.Fault),
        ];

        Assert.That(faults[0], Does.Contain("JSON lines message 'a', line 2").And.Contain("an array"));
        Assert.That(faults[1], Does.Contain("Message 'b' is not gzip"));
        Assert.That(faults[2], Does.Contain("Message 'c' has more than the 100000 bytes"));
        Assert.That(faults[3], Does.Contain("Message 'd' has content encoding 'br'"));
        Assert.That(faults[4], Does.Contain("expected 'text/csv' or 'application/x-ndjson'"));
    }

    [Test]
    public void Run_IdWithSeparatorsAndBreaks_IsReturnedUnchanged()
    {
        var id = "\"a, \"\"b\"\"\nc\"";

        var outcomes = Score(WorkerModels.Features, "id", QueuedMessages.Create($"a,id,b,c\n0.1,{id},0.2,0.3\n"));

        Assert.That(outcomes[0].Text(), Does.StartWith($"id,Score,PredictedLabel\n{id},"));
    }

    [Test]
    public void Run_RowOfAMegabyte_IsScoredAsOthers()
    {
        var text = new string('x', 1 << 20);
        using var model = VaeModel.Open(WorkerModels.Table);
        MessageFormat format = new(model, ColumnChoice.All, "Id", 10 * text.Length);
        using BatchPass pass = new(format, BatchStep.Score(model, format.ColumnNames, new()));

        var outcomes = pass.Run([
            QueuedMessages.Create($"Id,Age,Income,Member,Color\n\"{text}\n{text}\",30,31000,false,blue\n", "a"),
            QueuedMessages.Create("Id,Age,Income,Member,Color\n1,30,31000,false,blue\n", "b"),
            QueuedMessages.Create(
                $"{{\"Id\":\"{text}\",\"Age\":30,\"Income\":31000,\"Member\":false,\"Color\":\"{text}\"}}\n",
                "c",
                "application/x-ndjson"
            ),
        ]);

        Assert.That(outcomes.Select(o => o.Fault), Is.All.Null);

        // A failure does not print a megabyte.
        string[] results = [.. outcomes.Select(o => o.Text().Replace(text, "text", StringComparison.Ordinal))];

        Assert.That(results[0], Is.EqualTo(results[1].Replace("\n1,", "\n\"text\ntext\",", StringComparison.Ordinal)));
        Assert.That(results[2], Does.Contain("\ntext,").And.EndsWith(",Color\n"));
    }

    [Test]
    public void Run_NoIdColumn_NumbersTheRowsOfEachMessage()
    {
        var text = TinyModel.Rows(3, seed: 1);

        var outcomes = Score(
            WorkerModels.Features,
            null,
            QueuedMessages.Create(text, "a"),
            QueuedMessages.Create(text, "b")
        );

        Assert.That(Ids(outcomes[1]), Is.EqualTo(new[] { "row", "1", "2", "3" }));
    }

    [Test]
    public void Run_Contributions_AddUpToTheScore()
    {
        using var model = VaeModel.Open(WorkerModels.Table);
        MessageFormat format = new(model, ColumnChoice.All, "Id", ByteLimit);
        using BatchPass pass = new(
            format,
            BatchStep.Score(model, format.ColumnNames, new() { ContributionsColumnName = "Contributions" })
        );

        var lines = pass.Run([QueuedMessages.Create(TinyTable.Rows(1, seed: 5))])[0].Text().Split('\n');

        // Without the id and the names of unseen categories, of which there are none.
        var texts = lines[1].Split(',').Where((_, i) => i is not (0 or 3));
        float[] cells = [.. texts.Select(c => float.Parse(c, CultureInfo.InvariantCulture))];

        Assert.That(
            lines[0],
            Is.EqualTo(
                "Id,Score,PredictedLabel,Unseen,contribution.Age,contribution.Income,contribution.Member,contribution.Color"
            )
        );
        Assert.That(cells[2..].Sum(), Is.EqualTo(cells[0]).Within(1e-3));
    }

    [Test]
    public void Run_Encode_GivesWhatEncodeWrites()
    {
        var rows = TinyModel.Rows(20, seed: 2);
        using var model = VaeModel.Open(WorkerModels.Features);
        MessageFormat format = new(model, ColumnChoice.All, null, ByteLimit);
        using BatchPass pass = new(format, BatchStep.Encode(model, format.ColumnNames));

        var lines = pass.Run([QueuedMessages.Create(rows)])[0].Text().TrimEnd('\n').Split('\n');

        ToolRun
            .Run("encode", WorkerModels.Features, $"--data={folder.Write("x.csv", rows)}", $"--out={folder["z.csv"]}")
            .Succeeded();

        Assert.That(lines[0], Is.EqualTo("row,latent_0,latent_1"));
        Assert.That(
            lines[1..].Select(line => line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..]),
            Is.EqualTo(File.ReadLines(folder["z.csv"]).Skip(1))
        );
    }

    private static IEnumerable<TestCaseData> Charsets()
    {
        TestCaseData Case(string charset, byte[] preamble, Encoding encoding) =>
            new TestCaseData($"text/csv; charset={charset}", preamble, encoding).SetArgDisplayNames(
                charset + (preamble.Length > 0 ? " with a mark" : "")
            );
        byte[] littleMark = [0xFF, 0xFE];
        byte[] bigMark = [0xFE, 0xFF];

        yield return Case("UTF-8", [0xEF, 0xBB, 0xBF], Encoding.UTF8);
        yield return Case("\"iso-8859-1\"", [], Encoding.Latin1);
        yield return Case("utf-16", littleMark, Encoding.Unicode);
        yield return Case("utf-16", bigMark, Encoding.BigEndianUnicode);
        yield return Case("utf-16", [], Encoding.BigEndianUnicode);
        yield return Case("utf-16le", [], Encoding.Unicode);
        yield return Case("UTF-16LE", littleMark, Encoding.Unicode);
        yield return Case("utf-16be", [], Encoding.BigEndianUnicode);
    }

    [TestCaseSource(nameof(Charsets))]
    [Proves(51)]
    public void Run_CharsetOfTheContentType_IsRead(string contentType, byte[] preamble, Encoding encoding)
    {
        const string text = "Id,Age,Income,Member,Color\nÖ,30,31000,false,blue\n";
        byte[] body = [.. preamble, .. encoding.GetBytes(text)];

        var outcomes = Score(
            WorkerModels.Table,
            "Id",
            QueuedMessages.Create(text, "a"),
            QueuedMessages.Create(body, "b", contentType)
        );

        Assert.That(outcomes[1].Fault, Is.Null);
        Assert.That(outcomes[1].Text(), Is.EqualTo(outcomes[0].Text()).And.Contain("\nÖ,"));
    }

    /// <summary>The place for results was guessed from line breaks: 300,000 of them were more than an array can be.</summary>
    [Test]
    public void Run_LineBreaksWithoutRows_TakeNoPlaceForResults()
    {
        using var model = VaeModel.Open(Repository.PathOf("onnx", "mnist"));
        MessageFormat format = new(model, ColumnChoice.All, null, 1 << 20);
        using BatchPass pass = new(
            format,
            BatchStep.Score(model, format.ColumnNames, new() { ContributionsColumnName = "Contributions" })
        );
        var header = string.Join(',', Enumerable.Range(0, 784).Select(i => $"p{i}"));

        var outcome = pass.Run([QueuedMessages.Create(header + new string('\n', 300_000))])[0];

        Assert.That((outcome.RowCount, outcome.Fault), Is.EqualTo((0, (string?)null)));
    }

    /// <summary>One feature of two bytes gives a row of many bytes, so the message size alone does not bound the memory.</summary>
    [Test]
    [Proves(51)]
    public void Run_ResultLargerThanTheLimit_IsPoisonedAndDoesNotAffectOthers()
    {
        var rows = "a,b,c\n" + string.Concat(Enumerable.Repeat("1,2,3\n", 10_000));

        var outcomes = Score(
            WorkerModels.Features,
            null,
            QueuedMessages.Create(rows, "large"),
            QueuedMessages.Create("a,b,c\n1,2,3\n", "small")
        );

        Assert.That(
            outcomes[0].Fault,
            Does.Contain("result is larger").And.Contain("100000").And.Contain("fewer rows")
        );
        Assert.That(outcomes[1].RowCount, Is.EqualTo(1));
    }

    [Test]
    [Proves(51)]
    public void Run_HostileReason_IsOneShortLineThatATerminalCanShow()
    {
        var header = "\"\u001b[2J\nvaemlnet: error: x\u009b\"," + string.Join(',', Enumerable.Range(0, 20_000));

        var fault = Score(WorkerModels.Table, "Id", QueuedMessages.Create(header + "\n"))[0].Fault!;

        Assert.That(fault.Where(char.IsControl), Is.Empty);
        Assert.That(fault, Has.Length.LessThan(1010));
    }

    /// <summary>The advice in a reason must name only options that the worker has.</summary>
    [TestCaseSource(nameof(Poisons))]
    [Proves(52)]
    public void Run_PoisonedMessage_NamesOptionsOfTheWorkerOnly(object message, string[] facts)
    {
        var fault = Score(WorkerModels.Table, "Id", (QueuedMessage)message)[0].Fault!;

        var named = Regex.Matches(fault, "--[a-z][a-z-]*").Select(match => match.Value);
        QueueWorkerCommand worker = new(
            new(new CommandTerminal(TextWriter.Null, TextWriter.Null, isInteractive: false), CancellationToken.None)
        );

        Assert.That(named, Is.SubsetOf(worker.Options.Select(option => option.Name)));
    }

    private static IEnumerable<TestCaseData> Poisons()
    {
        const string header = "Id,Age,Income,Member,Color\n";
        const string good = "1,30,31000,false,blue\n";
        TestCaseData Case(string name, QueuedMessage message, params string[] facts) =>
            new TestCaseData(message, facts).SetArgDisplayNames(name);

        yield return Case("no id", QueuedMessages.Create(header + good, id: null), "has no message_id");
        yield return Case(
            "id of bytes",
            QueuedMessages.Create(header + good, id: "7\ufffd"),
            "message_id",
            "is not UTF-8"
        );
        yield return Case(
            "correlation id of bytes",
            new QueuedMessage(
                1,
                IsRedelivered: false,
                new BasicProperties { MessageId = "m", CorrelationId = "\ufffd" },
                Encoding.UTF8.GetBytes(header + good)
            ),
            "correlation_id",
            "is not UTF-8"
        );
        yield return Case("empty", QueuedMessages.Create(""), "'m'", "is empty", "header");
        yield return Case("no header", QueuedMessages.Create("1,2,3\n4,5,6\n"), "has no header");
        yield return Case("binary", QueuedMessages.Create([0x89, 0x50, 0xff, 0xfe]), "is not UTF-8 text");
        yield return Case(
            "JSON",
            QueuedMessages.Create("{}", contentType: "application/json"),
            "'application/json'",
            "'text/csv'"
        );
        yield return Case(
            "charset",
            QueuedMessages.Create(header, contentType: "text/csv; charset=ebcdic"),
            "'ebcdic'",
            "utf-16le"
        );
        yield return Case(
            "two charsets",
            QueuedMessages.Create(header, contentType: "text/csv; charset=utf-8; charset=utf-16"),
            "several charsets"
        );
        yield return Case(
            "no header",
            QueuedMessages.Create(header, contentType: "text/csv; header=absent"),
            "header=absent"
        );
        yield return Case(
            "half a character",
            QueuedMessages.Create([0, 65, 0], contentType: "text/csv;charset=utf-16"),
            "is not UTF-16BE"
        );
        yield return Case(
            "not ASCII",
            QueuedMessages.Create("Ö\n", contentType: "text/csv;charset=us-ascii"),
            "is not US-ASCII"
        );
        yield return Case(
            "too large",
            QueuedMessages.Create(new byte[ByteLimit + 1]),
            "100001 bytes",
            "100000",
            "--max-message-bytes"
        );
        yield return Case(
            "no column",
            QueuedMessages.Create("Id,Age,Income,Color\n"),
            "CSV message 'm' has no column 'Member'",
            "'Income'"
        );
        yield return Case("no id column", QueuedMessages.Create("Age,Income,Member,Color\n"), "no column 'Id'");
        yield return Case(
            "bad number",
            QueuedMessages.Create(header + good + "2,old,1,true,blue\n"),
            "CSV message 'm', row 2 (line 3), column 'Age'",
            "'old' is not a finite number"
        );
        yield return Case(
            "too few cells",
            QueuedMessages.Create(header + good + "2,30\n"),
            "row 2",
            "2 cells",
            "5 columns"
        );
        yield return Case("open quote", QueuedMessages.Create(header + "1,30,31000,false,\"blue\n"), "damaged");
        yield return Case(
            "twice",
            QueuedMessages.Create("Id,Age,Age,Income,Member,Color\n"),
            "more than one column 'Age'"
        );
    }

    [TestCaseSource(nameof(Poisons))]
    public void Run_PoisonedMessageAmongOthers_GivesTheReasonAndDoesNotAffectOthers(object message, string[] facts)
    {
        var before = QueuedMessages.Create(TinyTable.Rows(300, seed: 1), "before");
        var after = QueuedMessages.Create(TinyTable.Rows(20, seed: 2), "after");

        var outcomes = Score(WorkerModels.Table, "Id", before, (QueuedMessage)message, after);

        Assert.That(outcomes.Select(o => o.RowCount), Is.EqualTo(new[] { 300, 0, 20 }));
        Assert.That(outcomes.Select(o => o.Fault is null), Is.EqualTo(new[] { true, false, true }));

        foreach (var fact in facts)
        {
            Assert.That(outcomes[1].Fault, Does.Contain(fact));
        }
    }

    [TestCase("a,b,c,d\n1,2,3,4\n", "4 columns", "3 features")]
    [TestCase("a,b,c\n1,2,\n", "row 1 (line 2), column 'c'", "empty")]
    public void Run_NotTheFeatures_IsPoisoned(string text, params string[] facts)
    {
        var fault = Score(WorkerModels.Features, null, QueuedMessages.Create(text))[0].Fault!;

        foreach (var fact in facts)
        {
            Assert.That(fault, Does.Contain(fact));
        }
    }

    [Test]
    public void Run_NumberOutsideTheLikelihood_IsPoisoned()
    {
        var header = string.Join(',', Enumerable.Range(0, 784).Select(i => $"p{i}"));
        string Image(string first) => $"{header}\n{first}{string.Concat(Enumerable.Repeat(",0.5", 783))}\n";

        var outcomes = Score(
            Repository.PathOf("onnx", "mnist"),
            null,
            QueuedMessages.Create(Image("0.5"), "good"),
            QueuedMessages.Create(Image("2"), "bad")
        );

        Assert.That(outcomes[0].RowCount, Is.EqualTo(1));
        Assert.That(outcomes[1].Fault, Does.Contain("slot 0").And.Contain("is 2").And.Contain("[0, 1]"));
    }

    [Test]
    public void Run_TextThatTrainingDidNotHave_IsCountedOnce()
    {
        using var model = VaeModel.Open(WorkerModels.Table);
        MessageFormat format = new(model, ColumnChoice.All, null, ByteLimit);
        using BatchPass pass = new(format, BatchStep.Score(model, format.ColumnNames, new()));
        var rows = "Age,Income,Member,Color\n30,31000,false,mauve\n";

        pass.Run([
            QueuedMessages.Create(rows, "a"),
            QueuedMessages.Create(rows, "b"),
            QueuedMessages.Create("Age,Income,Member,Color\nx,1,true,blue\n"),
        ]);

        Assert.That(pass.UnknownTexts, Is.EqualTo(new Dictionary<string, long> { ["Color"] = 2 }));
    }

    [Test]
    public void Format_ColumnsChosenForATable_IsRefused()
    {
        using var model = VaeModel.Open(WorkerModels.Table);

        Assert.That(
            () => new MessageFormat(model, new ColumnChoice(["Age"], []), null, ByteLimit),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains("finds the columns")
                .And.Message.Contains("--columns")
        );
    }

    private static IReadOnlyList<MessageOutcome> Score(string folder, string? id, params QueuedMessage[] messages)
    {
        using var model = VaeModel.Open(folder);
        MessageFormat format = new(model, ColumnChoice.All, id, ByteLimit);
        using BatchPass pass = new(format, BatchStep.Score(model, format.ColumnNames, new()));
        return pass.Run(messages);
    }

    private string[] ScoreVerb(string model, string rows)
    {
        var data = folder.Write("rows.csv", rows);
        ToolRun.Run("score", model, $"--data={data}", $"--out={folder["scores.csv"]}");
        return File.ReadAllLines(folder["scores.csv"]);
    }

    private static string[] Ids(MessageOutcome outcome) =>
        [.. outcome.Text().TrimEnd('\n').Split('\n').Select(line => line.Split(',')[0])];

    private static string Join(string header, string[] lines) => string.Join('\n', lines.Prepend(header)) + "\n";

    private static byte[] Gzip(string text)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
