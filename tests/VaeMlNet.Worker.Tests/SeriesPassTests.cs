using System.Globalization;
using System.Reflection;

namespace VaeMlNet.Worker.Tests;

internal sealed class SeriesPassTests
{
    private const int ByteLimit = 100_000;
    private const int Capacity = 20;

    // The rows' dates are in the past.
    private static readonly SeriesLimits Limits = new(10, null, TimeSpan.FromHours(1));

    private const string Header = "When,Machine,Load,Heat,On,Place,Label";

    // All lines at once, because lines that LINQ skips would take no numbers from the random generator.
    private static readonly string[] Lines = [.. TinySeries.Lines(80, seed: 5)];

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Run_SeveralMessages_GivesTheCausalScoresOfScore()
    {
        using Worker worker = new(folder["state"], hasContributions: true);

        var outcomes = worker.Pass.Run([Message(0, 33), Message(33, 34), Message(34, 60)]);

        Assert.That(outcomes.Select(o => o.RowCount), Is.EqualTo(new[] { 33, 1, 26 }));
        Assert.That(
            outcomes[0].Text(),
            Does.StartWith("row,Score,PredictedLabel,contribution.Load,contribution.Heat,contribution.On\n1,")
        );
        Assert.That(outcomes.SelectMany(Scores), Is.EqualTo(Expected(60)).Within(1e-3));
    }

    [Test]
    [Proves(65)]
    public void Run_MessageAgain_GivesTheSameAnswerAndChangesNoSeries()
    {
        using Worker worker = new(folder["state"]);
        var first = worker.Pass.Run([Message(0, 30)])[0];
        // Not flagged: a producer may also repeat a message whose confirmation it missed.
        var again = worker.Pass.Run([Message(0, 30)])[0];
        worker.Pass.Acknowledged(first.Message);
        var known = worker.Pass.Run([Message(0, 30)])[0];

        var next = worker.Pass.Run([Message(30, 60)])[0];

        Assert.That(again.Text(), Is.EqualTo(first.Text()));
        Assert.That(
            (again.RowCount, known.Result, known.Fault),
            Is.EqualTo((30, (ReadOnlyMemory<byte>?)null, (string?)null))
        );
        Assert.That(Scores(first).Concat(Scores(next)), Is.EqualTo(Expected(60)).Within(1e-3));
    }

    [Test]
    [Proves(65)]
    public void Run_AfterARestart_GoesOnAndAnswersUnacknowledgedMessagesAgain()
    {
        MessageOutcome acknowledged,
            pending;
        using (Worker before = new(folder["state"]))
        {
            acknowledged = before.Pass.Run([Message(0, 20)])[0];
            before.Pass.Acknowledged(acknowledged.Message);
            pending = before.Pass.Run([Message(20, 40)])[0];
        }

        using Worker after = new(folder["state"]);
        var outcomes = after.Pass.Run([Message(0, 20), Message(20, 40), Message(40, 60)]);

        Assert.That((outcomes[0].Result, outcomes[0].Fault), Is.EqualTo(((ReadOnlyMemory<byte>?)null, (string?)null)));
        Assert.That(outcomes[1].Text(), Is.EqualTo(pending.Text()));
        Assert.That(
            Scores(acknowledged).Concat(Scores(pending)).Concat(Scores(outcomes[2])),
            Is.EqualTo(Expected(60)).Within(1e-3)
        );
    }

    [Test]
    public void Run_MoreMessagesThanAreRemembered_ForgetsTheOldestOnly()
    {
        using Worker worker = new(folder["state"]);
        QueuedMessage[] messages = [.. Enumerable.Range(0, Capacity + 1).Select(i => Message(i, i + 1))];
        worker.Pass.Run(messages);

        var oldest = worker.Pass.Run([messages[0]])[0];
        var second = worker.Pass.Run([messages[1]])[0];

        Assert.That(oldest.Fault, Does.Contain("not later"), "its time still gives it away");
        Assert.That(second.RowCount, Is.EqualTo(1));
    }

    /// <summary>The rows are those of the file of the training: with a time in two columns, or with a row for each measurement.</summary>
    [TestCase("Date,Time,Machine,Load,Heat", "--time=Date+Time")]
    [TestCase("When,Machine,Sensor,Value", "--time=When", "--pivot=Sensor")]
    public void Run_RowsThatAreJoined_GivesTheCausalScoresOfScore(string header, params string[] options)
    {
        string[] lines =
        [
            .. Lines.SelectMany(line =>
            {
                var cells = line.Split(',');
                return options.Length == 1
                    ? new[] { $"{cells[0].Replace(' ', ',')},{cells[1]},{cells[2]},{cells[3]}" }
                    : [$"{cells[0]},{cells[1]},Load,{cells[2]}", $"{cells[0]},{cells[1]},Heat,{cells[3]}"];
            }),
        ];
        var data = folder.Write("rows.csv", Text(lines));
        ToolRun
            .Run([
                "export",
                $"--data={data}",
                "--series=Machine",
                $"--window={TinySeries.Window}",
                $"--out={folder["model"]}",
                .. options,
                .. TinySeries.Sizes,
            ])
            .Succeeded();
        using Worker worker = new(folder["state"], modelFolder: folder["model"]);
        var half = lines.Length / 2;

        var outcomes = worker.Pass.Run([
            QueuedMessages.Create(Text(lines[..half]), "first"),
            QueuedMessages.Create(Text(lines[half..]), "second"),
        ]);

        Assert.That(outcomes.Select(outcome => outcome.Fault), Is.All.Null);
        Assert.That(outcomes.SelectMany(Scores), Is.EqualTo(Expected(folder["model"], data)).Within(1e-3));

        string Text(string[] rows) => string.Join('\n', rows.Prepend(header)) + "\n";
    }

    private static IEnumerable<TestCaseData> Unusable()
    {
        TestCaseData Case(string name, IEnumerable<string> rows, params string[] facts) =>
            new TestCaseData(rows.ToArray(), facts).SetArgDisplayNames(name);

        yield return Case("sent before", Lines[28..30], "row 1 (line 2)", "'When'", "not later", "'a'", "in order");
        yield return Case(
            "not in order",
            [Lines[30], Lines[34], Lines[32]],
            "row 3 (line 4)",
            "earlier than the row before it",
            "'a'"
        );
        yield return Case("bad cell", [.. Lines[30..40], Lines[40].Replace("hall", "hall,hall")], "row 11", "8 cells");
        yield return Case("no time", [Lines[30], "," + Lines[31].Split(',', 2)[1]], "row 2", "no time");
    }

    [TestCaseSource(nameof(Unusable))]
    [Proves(65)]
    public void Run_UnusableMessage_IsPoisonedAndChangesNoSeries(string[] rows, string[] facts)
    {
        using Worker worker = new(folder["state"]);

        var outcomes = worker.Pass.Run([
            Message(0, 30),
            QueuedMessages.Create(string.Join('\n', rows.Prepend(Header)) + "\n", "unusable"),
            Message(30, 60),
        ]);

        foreach (var fact in facts)
        {
            Assert.That(outcomes[1].Fault, Does.Contain(fact));
        }

        Assert.That(Scores(outcomes[0]).Concat(Scores(outcomes[2])), Is.EqualTo(Expected(60)).Within(1e-3));
    }

    [TestCase("-1")]
    [TestCase("1.5")]
    [Proves(65)]
    public void Run_ValueThatTheLikelihoodRefuses_IsPoisonedWithItsRow(string value)
    {
        var data = folder.Write("counts.csv", Text(Enumerable.Range(0, 100).Select(i => $"{i % 7}")));
        ToolRun
            .Run([
                "export",
                "--model=series",
                $"--data={data}",
                "--likelihood=poisson",
                $"--window={TinySeries.Window}",
                $"--out={folder["model"]}",
                .. TinySeries.Sizes,
            ])
            .Succeeded();
        using Worker worker = new(folder["state"], modelFolder: folder["model"]);

        var outcomes = worker.Pass.Run([
            QueuedMessages.Create(Text(["1", value]), "refused"),
            QueuedMessages.Create(Text(["1", "2"]), "usable"),
        ]);

        Assert.That(
            outcomes[0].Fault,
            Does.Contain("row 2 (line 3)").And.Contain($"'Count' is {value}").And.Contain("needs counts")
        );
        Assert.That(outcomes[1].RowCount, Is.EqualTo(2));

        static string Text(IEnumerable<string> rows) => string.Join('\n', rows.Prepend("Count")) + "\n";
    }

    /// <summary>Rows may end in any of three ways, and the size of a result says nothing about that of its message.</summary>
    [Test]
    [Proves(65)]
    public void Run_ResultLargerThanTheLimit_IsPoisonedAndChangesNoSeries([Values("\n", "\r", "\r\n")] string lineBreak)
    {
        using Worker worker = new(folder["state"], hasContributions: true, byteLimit: 2000);
        worker.Pass.Run([Message(0, 30)]);
        var lines = Enumerable.Repeat("2024-01-01 00:15,a,0,50,no", 60).Prepend("When,Machine,Load,Heat,On");
        var large = string.Concat(lines.Select(line => line + lineBreak));

        var outcome = worker.Pass.Run([QueuedMessages.Create(large, "large")])[0];
        var next = worker.Pass.Run([Message(30, 40)])[0];

        Assert.That(outcome.Fault, Does.Contain("result is larger"));
        Assert.That(Scores(next), Is.EqualTo(Expected(40)[30..]).Within(1e-3));
    }

    [Test]
    [Proves(65)]
    public void Run_MoreSeriesThanTheLimit_IsPoisonedAndChangesNoSeries()
    {
        using Worker worker = new(folder["state"], limits: Limits with { MostSeries = 3 });
        worker.Pass.Run([Message(0, 30)]);

        var refused = worker.Pass.Run([SeriesMessage("2024-01-01 00:15", "c", "d")])[0];
        var accepted = worker.Pass.Run([SeriesMessage("2024-01-01 00:15", "d")])[0];
        var next = worker.Pass.Run([Message(30, 40)])[0];

        Assert.That(
            refused.Fault,
            Does.Contain("2 new series").And.Contain("2 of at most 3").And.Contain("--max-series")
        );
        Assert.That(accepted.RowCount, Is.EqualTo(1));
        Assert.That(Scores(next), Is.EqualTo(Expected(40)[30..]).Within(1e-3));
    }

    [Test]
    [Proves(65)]
    public void Run_AfterARestartWithALowerLimit_ScoresTheKnownSeries()
    {
        using (Worker before = new(folder["state"]))
        {
            before.Pass.Run([Message(0, 30)]);
        }

        using Worker after = new(folder["state"], limits: Limits with { MostSeries = 1 });
        var refused = after.Pass.Run([SeriesMessage("2024-01-01 00:15", "c")])[0];
        var next = after.Pass.Run([Message(30, 40)])[0];

        Assert.That(refused.Fault, Does.Contain("1 new series").And.Contain("2 of at most 1"));
        Assert.That(Scores(next), Is.EqualTo(Expected(40)[30..]).Within(1e-3));
    }

    [Test]
    public void Run_NewSeriesWithALongName_IsPoisoned()
    {
        using Worker worker = new(folder["state"]);

        var outcomes = worker.Pass.Run([
            SeriesMessage("2024-01-01 00:15", new string('x', 257)),
            SeriesMessage("2024-01-01 00:15", new string('x', 256)),
        ]);

        Assert.That(
            outcomes[0].Fault,
            Does.Contain("row 1 (line 2)").And.Contain("257 characters, expected at most 256")
        );
        Assert.That(outcomes[1].RowCount, Is.EqualTo(1));
    }

    [Test]
    [Proves(65)]
    public void Run_DateFarAhead_IsPoisonedSoThatItsSeriesGoesOn()
    {
        using Worker worker = new(folder["state"], limits: Limits with { LongestAhead = TimeSpan.FromHours(1) });
        worker.Pass.Run([Message(0, 30)]);

        var refused = worker.Pass.Run([SeriesMessage("9999-12-31 00:00", "a")])[0];
        var next = worker.Pass.Run([Message(30, 40)])[0];

        Assert.That(
            refused.Fault,
            Does.Contain("row 1 (line 2), column 'When'").And.Contain("1 hours ahead").And.Contain("--max-ahead")
        );
        Assert.That(Scores(next), Is.EqualTo(Expected(40)[30..]).Within(1e-3));
    }

    [Test]
    public void Run_DatesWithoutOffset_AreComparedWithLocalTime()
    {
        using Worker worker = new(
            folder["state"],
            limits: Limits with
            {
                LongestAhead = TimeSpan.FromHours(1),
            },
            clock: new ClockEastOfUtc(new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), hours: 13)
        );

        AssertAheadIsRefused(worker, "2024-01-01 13:59", "2024-01-01 14:01");
    }

    [Test]
    public void Run_DatesWithOffset_AreComparedAsInstants()
    {
        var lines = Lines.Select(line => line.Insert(16, ":00+02:00")).Prepend(Header);
        var data = folder.Write("rows.csv", string.Join('\n', lines));
        ToolRun
            .Run([
                "export",
                $"--data={data}",
                "--time=When",
                "--series=Machine",
                "--label-column=Label",
                $"--window={TinySeries.Window}",
                $"--out={folder["model"]}",
                .. TinySeries.Sizes,
            ])
            .Succeeded();
        using Worker worker = new(
            folder["state"],
            limits: Limits with
            {
                LongestAhead = TimeSpan.FromHours(1),
            },
            modelFolder: folder["model"],
            clock: new ClockEastOfUtc(new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), hours: 13)
        );

        AssertAheadIsRefused(worker, "2024-01-01 02:59:00+02:00", "2024-01-01 03:01:00+02:00");
    }

    [Test]
    [Proves(65)]
    public void Run_SeriesIdleForTooLong_AreForgottenAlsoByTheSavedState()
    {
        using (Worker worker = new(folder["state"], limits: Limits with { LongestIdle = TimeSpan.FromTicks(1) }))
        {
            worker.Pass.Run([Message(0, 30)]);
            Thread.Sleep(1);
            // Of the same time as the last rows: late, unless the series begins again.
            var again = worker.Pass.Run([QueuedMessages.Create(Join(29, 30), "again")])[0];

            Assert.That(again.RowCount, Is.EqualTo(1));
            Assert.That(worker.SeriesCount, Is.EqualTo(1));
        }

        using Worker restarted = new(folder["state"]);

        Assert.That(restarted.SeriesCount, Is.EqualTo(1));
    }

    [TestCase("Machine,Load,Heat,On", "no column 'When'")]
    [TestCase("When,Load,Heat,On", "no column 'Machine'")]
    [TestCase("When,Machine,Load,On", "no column 'Heat'", "a channel")]
    public void Run_MissingColumn_IsNamedWithoutOptionsOfOtherTools(string header, params string[] facts)
    {
        using Worker worker = new(folder["state"]);

        var fault = worker.Pass.Run([QueuedMessages.Create(header + "\n")])[0].Fault;

        foreach (var fact in facts)
        {
            Assert.That(fault, Does.Contain(fact));
        }

        Assert.That(fault, Does.Not.Contain("--"));
    }

    [Test]
    public void Open_StateOfAnotherWorker_IsRefused()
    {
        using Worker worker = new(folder["state"]);

        Assert.That(
            () => new Worker(folder["state"]),
            Throws.TypeOf<CommandException>().With.Message.Contains("state file of its own")
        );
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "links need a privilege")]
    public void Open_LinkToTheStateOfAnotherWorker_IsRefused()
    {
        using (Worker first = new(folder["state"]))
        {
            first.Pass.Run([Message(0, 30)]);
        }

        File.CreateSymbolicLink(folder["link"], folder["state"]);
        using Worker worker = new(folder["state"]);

        Assert.That(
            () => new Worker(folder["link"]),
            Throws.TypeOf<CommandException>().With.Message.Contains("state file of its own")
        );
    }

    /// <summary>After a failed write, the state counted as written, so that the rows were lost at the next start.</summary>
    [Test]
    public void Run_AfterAStateThatCouldNotBeWritten_WritesIt()
    {
        var path = folder["states", "state"];
        using Worker worker = new(path);
        Directory.Move(folder["states"], folder["moved"]);
        File.WriteAllText(folder["states"], "no folder");

        Assert.That(() => worker.Pass.Run([Message(0, 30)]), Throws.TypeOf<CommandException>());

        File.Delete(folder["states"]);
        worker.Pass.Run([Message(0, 30)]);

        Assert.That(File.Exists(path));
    }

    [Test]
    public void Open_DamagedState_IsRefused()
    {
        using (Worker worker = new(folder["state"]))
        {
            worker.Pass.Run([Message(0, 30)]);
        }

        var bytes = File.ReadAllBytes(folder["state"]);
        bytes[^5] ^= 1;
        File.WriteAllBytes(folder["state"], bytes);

        Assert.That(
            () => new Worker(folder["state"]),
            Throws.TypeOf<CommandException>().With.Message.Contains("damaged").And.Message.Contains("delete the file")
        );
    }

    private static void AssertAheadIsRefused(Worker worker, string now, string ahead)
    {
        var outcomes = worker.Pass.Run([SeriesMessage(now, "a"), SeriesMessage(ahead, "b")]);

        Assert.That(outcomes[0].Fault, Is.Null);
        Assert.That(outcomes[1].Fault, Does.Contain("--max-ahead"));
    }

    private static QueuedMessage SeriesMessage(string time, params string[] series) =>
        QueuedMessages.Create(
            string.Concat(series.Select(name => $"{time},{name},0,50,no\n").Prepend("When,Machine,Load,Heat,On\n")),
            string.Join(' ', series)
        );

    private static string Join(int first, int end) => string.Join('\n', Lines[first..end].Prepend(Header)) + "\n";

    private static QueuedMessage Message(int first, int end) =>
        QueuedMessages.Create(Join(first, end), $"rows {first} to {end}");

    private static IEnumerable<float> Scores(MessageOutcome outcome) =>
        outcome
            .Text()
            .TrimEnd('\n')
            .Split('\n')
            .Skip(1)
            .Select(line => float.Parse(line.Split(',')[1], CultureInfo.InvariantCulture));

    private float[] Expected(int count) => Expected(TinySeries.Folder, folder.Write("all.csv", Join(0, count)));

    private float[] Expected(string model, string data)
    {
        ToolRun.Run("score", model, $"--data={data}", "--causal", $"--out={folder["scores.csv"]}").Succeeded();
        return
        [
            .. File.ReadLines(folder["scores.csv"])
                .Skip(1)
                .Select(line => float.Parse(line.Split(',')[0], CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>A worker from the start of its process to its end.</summary>
    private sealed class Worker : IDisposable
    {
        private readonly VaeModel model;
        private readonly VaeSeriesEngine engine;
        private readonly SeriesState state;

        public Worker(
            string path,
            bool hasContributions = false,
            int byteLimit = ByteLimit,
            SeriesLimits? limits = null,
            string? modelFolder = null,
            TimeProvider? clock = null
        )
        {
            model = VaeModel.Open(modelFolder ?? TinySeries.Folder);
            engine = new VaeSeriesEngine(model);
            // No user needs another clock, so that the property is not public.
            typeof(VaeSeriesEngine)
                .GetProperty("Clock", BindingFlags.Instance | BindingFlags.NonPublic)!
                .SetValue(engine, clock ?? TimeProvider.System);
            state = SeriesState.Open(path, Capacity, engine);
            MessageFormat format = new(model, ColumnChoice.All, null, byteLimit);
            Pass = new(format, engine, state, limits ?? Limits, hasContributions);
        }

        public SeriesPass Pass { get; }

        public int SeriesCount => engine.SeriesCount;

        public void Dispose()
        {
            state.Dispose();
            engine.Dispose();
            model.Dispose();
        }
    }

    private sealed class ClockEastOfUtc(DateTimeOffset time, int hours) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone { get; } =
            TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(hours), null, null);

        public override DateTimeOffset GetUtcNow() => time;
    }
}
