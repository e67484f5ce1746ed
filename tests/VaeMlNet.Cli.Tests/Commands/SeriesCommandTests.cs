using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Cli.Tests;

/// <summary>train, export, score and the other verbs on time series.</summary>
internal sealed class SeriesCommandTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Train_SeveralSeries_RecordsColumnsAndThresholds()
    {
        var series = VaeModel.ReadManifest(TinySeries.Folder).Series!;

        Assert.That(series.Channels, Is.EqualTo(new[] { "Load", "Heat", "On" }));
        Assert.That(
            (series.WindowLength, series.TimeColumn, series.SeriesColumn),
            Is.EqualTo((TinySeries.Window, "When", "Machine"))
        );
        Assert.That(series.LongestGap, Is.EqualTo(60.0 * TinySeries.Window));
        Assert.That(series.CoveringThreshold, Is.Not.Null, "the checkpoint has it, too");

        ToolRun.Run("verify", TinySeries.Folder).Succeeded();
    }

    [Test]
    public void Train_Series_SaysWhatItUsesAndChooses()
    {
        var run = Train(TinySeries.Data, "--time=When", "--ignore=Machine,On", "--label-column=Label");

        // Two rows have each time.
        run.Failed(1, "'When'", "repeat the one before");

        run = Train(TinySeries.Data, "--series=Machine", "--ignore=On", "--label-column=Label").Succeeded();

        Assert.That(
            run.Output,
            Does.Match("Load +channel +number +0 ")
                .And.Match("Machine +series")
                .And.Contain("left out: 'Place' (category)")
                .And.Contain("pass --time='When'")
                .And.Contain("training on windows of 2 channels of 400 rows; seed 1")
                .And.Contain("window: 32 rows, the default for several channels")
                .And.Contain("held out: rows at the end of each series")
                .And.Match("\nnote: the threshold can be far too high, .+'vaemlnet threshold'.\nnot converged: ")
        );
    }

    [Test]
    public void Train_OnlyAColumnTakenForIdentifiers_AdvisesTheOptionThatHelps()
    {
        var cells = string.Concat(Enumerable.Range(0, 200).Select(i => $"{1000 + (i * 7919 % 500)}\n"));
        var data = folder.Write("x.csv", $"level\n{cells}");

        Train(data, "--model=series").Failed(1, "No column of", "--numeric");
        Train(data, "--model=series", "--numeric=level").Succeeded();
    }

    [Test]
    public void Train_Counters_AreChannelsThatAreReadByTheirIncrease()
    {
        var data = folder.Write("counters.csv", Counters(count: 400));

        var run = Train(data, "--model=series").Succeeded();

        Assert.That(
            run.Output,
            Does.Match("requests +channel +counter ")
                .And.Contain("training on windows of 3 channels")
                .And.Contain("left out: 'id' (identifier)")
                .And.Contain("left out: 'ticket' (identifier)")
                .And.Contain("counters: 'requests', 'errors'; the model learns their increase")
        );
        Assert.That(
            Train(data, "--model=series", "--counters=requests").Succeeded().Output,
            Does.Contain("counters: 'requests';")
        );
        Assert.That(
            Train(data, "--model=series", "--counters=none").Succeeded().Output,
            Does.Contain("left out: 'requests' (identifier)").And.Contain("of 2 channels").And.Not.Contain("counters:")
        );

        Train(data, "--model=series", "--counters=ticket,id").Failed(1, "--counters names 'id'", "'load'");
    }

    [Test]
    public void Score_CounterThatStops_IsASegmentWithItsIncrease()
    {
        var data = folder.Write("counters.csv", Counters(count: 400));
        var stopped = folder.Write("stopped.csv", Counters(count: 800, firstStopped: 600, lastStopped: 619));
        string[] export = ["export", $"--data={data}", "--model=series", $"--out={folder["model"]}"];
        ToolRun.Run([.. export, .. TinySeries.Sizes]).Succeeded();

        var scored = ToolRun
            .Run("score", folder["model"], $"--data={stopped}", $"--out={folder["scores.csv"]}")
            .Succeeded();
        ToolRun.Run("report", folder["model"], $"--data={stopped}", $"--out={folder["report.html"]}").Succeeded();

        Assert.That(scored.Output, Does.Match(@"\n5\d\d to 6\d\d .*requests \+0"));
        Assert.That(
            ToolRun.Run("info", folder["model"]).Succeeded().Output,
            Does.Match("counters +'requests', 'errors'")
        );
        Assert.That(File.ReadAllText(folder["report.html"]), Does.Contain("requests, increase from row to row"));

        var lines = Counters(count: 300).Split('\n');
        for (var i = 180; i <= 220; i++)
        {
            var cells = lines[i].Split(',');
            lines[i] = string.Join(',', [.. cells[..2], i is >= 185 and <= 215 ? "" : "9000", .. cells[3..]]);
        }

        var missing = ToolRun.Run(
            "score",
            folder["model"],
            $"--data={folder.Write("missing.csv", string.Join('\n', lines))}",
            $"--out={folder["scores.csv"]}"
        );

        Assert.That(missing.Succeeded().Output, Does.Match("load missing; requests \\+"));
    }

    [Test]
    public void Impute_CounterWithoutAValueBefore_StaysEmptyAndIsNoFilledCell()
    {
        var data = folder.Write("counters.csv", Counters(count: 400));
        string[] export = ["export", $"--data={data}", "--model=series", $"--out={folder["model"]}"];
        ToolRun.Run([.. export, .. TinySeries.Sizes]).Succeeded();
        var lines = Counters(count: 300).Split('\n');
        foreach (var i in (int[])[1, 2, 100, 101, 102])
        {
            var cells = lines[i].Split(',');
            lines[i] = string.Join(',', [.. cells[..3], "", cells[4]]);
        }

        var run = ToolRun.Run(
            "impute",
            folder["model"],
            $"--data={folder.Write("missing.csv", string.Join('\n', lines))}",
            $"--out={folder["complete.csv"]}"
        );
        var filled = File.ReadAllLines(folder["complete.csv"]).Count(line => line.Split(',')[3].Length > 0);

        Assert.That(
            run.Succeeded().Output,
            Does.Contain("filled 3 cells of 300 rows").And.Contain("2 missing cells of counters stay empty")
        );
        Assert.That(filled, Is.EqualTo(1 + 298), "with the header");
    }

    [Test]
    public void Impute_SwitchesConstantsAndSetPoints_HaveTheDecimalsOfTheFile()
    {
        string Rows(Func<int, int, bool> isMissing) =>
            "load,valve,limit,target,step\n"
            + string.Concat(
                Enumerable
                    .Range(0, 400)
                    .Select(i =>
                    {
                        string[] cells =
                        [
                            $"{Math.Sin(i / 9.0):0.000}",
                            i % 20 < 5 ? "1" : "0",
                            "7",
                            i / 100 % 2 == 0 ? "20.0" : "21.5",
                            i / 100 % 2 == 0 ? "5" : "5.25",
                        ];
                        return string.Join(',', cells.Select((cell, c) => isMissing(i, c) ? "" : cell)) + "\n";
                    })
            );
        string[] export = ["export", $"--data={folder.Write("x.csv", Rows((_, _) => false))}", "--model=series"];
        ToolRun.Run([.. export, $"--out={folder["model"]}", .. TinySeries.Sizes]).Succeeded();

        ToolRun
            .Run(
                "impute",
                folder["model"],
                $"--data={folder.Write("y.csv", Rows((i, c) => c > 0 && i % 11 == c))}",
                $"--out={folder["filled.csv"]}"
            )
            .Succeeded();

        Assert.That(
            Cells("filled.csv").Skip(1).Select(row => string.Join(',', row[1..])),
            Has.All.Match(@"^[01],7,2[0-9]\.[0-9],[45](\.[0-9]{1,2})?$")
        );
    }

    [Test]
    public void Impute_ConstantOfTheTrainingWithOtherReadings_HasTheirDecimals()
    {
        string Rows(Func<int, string> limit) =>
            "load,limit\n"
            + string.Concat(
                Enumerable
                    .Range(0, 400)
                    .Select(i => FormattableString.Invariant($"{Math.Sin(i / 9.0):0.000},{limit(i)}\n"))
            );
        string[] export = ["export", $"--data={folder.Write("x.csv", Rows(_ => "5"))}", "--model=series"];
        ToolRun.Run([.. export, $"--out={folder["model"]}", .. TinySeries.Sizes]).Succeeded();

        ToolRun
            .Run(
                "impute",
                folder["model"],
                $"--data={folder.Write("y.csv", Rows(i => i % 11 == 0 ? "" : "5.4"))}",
                $"--out={folder["filled.csv"]}"
            )
            .Succeeded();

        Assert.That(Cells("filled.csv").Skip(1).Select(row => row[1]), Has.All.Match(@"^5\.[1-9]$"));
    }

    [Test]
    public void Train_Trend_SaysThatItsLevelDoesNotCount()
    {
        Random random = new(1);
        var rows = Enumerable
            .Range(0, 60)
            .Select(i =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{100 + i + (9 * Math.Sin(i * Math.PI / 6)) + random.NextDouble():0.00}\n"
                )
            );
        var data = folder.Write("sales.csv", $"sales\n{string.Concat(rows)}");

        var run = Train(data, "--model=series").Succeeded();

        Assert.That(
            run.Output,
            Does.Contain("trends: 'sales'; the level of these channels does not count; --trends=none lets it count")
                .And.Contain("held out: nothing, because the series, or their parts between gaps, are too short")
                .And.Contain(
                    "threshold: from all windows, in 5 parts of time, each scored by a network that had not learned from it"
                )
        );
        Assert.That(
            Train(data, "--model=series", "--trends=none").Succeeded().Output,
            Does.Contain("window: 24 rows").And.Not.Contain("trends:")
        );
        Assert.That(
            Train(data, "--model=series", "--window=40").Succeeded().Output,
            Does.Contain("threshold: from the training rows")
        );
        Assert.That(
            ToolRun
                .Run(
                    "train",
                    $"--data={data}",
                    $"--out={folder["c"]}",
                    "--model=series",
                    $"--options={folder.Write("o.json", "{\"contamination\":0.05,\"epoch_count\":1}")}"
                )
                .Succeeded()
                .Output,
            Does.Contain("threshold: 5% of the training rows are above it")
        );

        Train(data, "--model=series", "--trends=sale")
            .Failed(1, "--trends names 'sale', which is no channel", "'sales'");
    }

    [Test]
    public void Train_ChannelThatGrowsByPercent_SaysThatItsLogarithmIsLearned()
    {
        Random random = new(1);
        var rows = Enumerable
            .Range(0, 80)
            .Select(i =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{100 * Math.Exp((0.02 * i) + (0.2 * Math.Sin(i * Math.PI / 6))) * (1 + (0.1 * random.NextDouble())):0.00}\n"
                )
            );
        var data = folder.Write("growing.csv", $"sales\n{string.Concat(rows)}");

        Assert.That(
            Train(data, "--model=series").Succeeded().Output,
            Does.Contain(
                "logarithms: 'sales'; these channels change by percent; --logarithms=none keeps them as they are"
            )
        );

        ToolRun
            .Run("export", $"--checkpoint={folder["c"]}", $"--data={data}", $"--out={folder["growing"]}")
            .Succeeded();

        Assert.That(
            ToolRun.Run("info", folder["growing"]).Succeeded().Output,
            Does.Contain("'sales'; the model reads their logarithm")
        );
        Assert.That(
            Train(data, "--model=series", "--logarithms=none").Succeeded().Output,
            Does.Contain("trends: 'sales'").And.Not.Contain("logarithms:")
        );

        Train(data, "--model=series", "--logarithms=sale")
            .Failed(1, "--logarithms names 'sale', which is no channel", "'sales'");
        Train(data, "--model=series", "--logarithms=sales", "--counters=sales")
            .Failed(1, "--counters and --logarithms both name 'sales'");
    }

    /// <summary>Returns a file with numbers of rows, unordered numbers, a load, and two counters, of which one can stop for some rows.</summary>
    private static string Counters(int count, int firstStopped = -1, int lastStopped = -1)
    {
        Random random = new(1);
        var (requests, errors) = (100_000, 0);
        return "id,ticket,load,requests,errors\n"
            + string.Concat(
                Enumerable
                    .Range(0, count)
                    .Select(i =>
                    {
                        requests += i >= firstStopped && i <= lastStopped ? 0 : random.Next(3, 8);
                        errors += i % 9 == 0 ? 1 : 0;
                        return string.Create(
                            CultureInfo.InvariantCulture,
                            $"{1000 + i},{5000 + (i * 7919 % 1000)},{random.Next(10, 90)},{requests},{errors}\n"
                        );
                    })
            );
    }

    [Test]
    public void Train_Resume_GoesOn()
    {
        string[] columns = ["--series=Machine", "--columns=Load,Heat", "--window=8"];
        Train(TinySeries.Data, [.. columns, "--checkpoint-every=1"]).Succeeded();

        var run = ToolRun
            .Run([
                "train",
                $"--data={TinySeries.Data}",
                $"--out={folder["c"]}",
                .. TinySeries.Sizes[1..],
                .. columns,
                "--resume",
                "--epochs=14",
            ])
            .Succeeded();

        Assert.That(run.Output, Does.Contain("epoch 14/14").And.Not.Contain("epoch 1/14"));
    }

    [TestCase(new[] { "--window=1" }, "--window is '1'", "2 to 10000")]
    [TestCase(new[] { "--window=8", "--model=table" }, "--window is for time series", "--model=series")]
    [TestCase(new[] { "--time=When", "--series=When" }, "both name column 'When'", "different columns")]
    [TestCase(new[] { "--series=Machine", "--calendar=day" }, "--calendar needs the time", "--time")]
    [TestCase(
        new[] { "--time=When", "--pivot=When" },
        "--time and --pivot both name column 'When'",
        "different columns"
    )]
    [TestCase(
        new[] { "--time=When", "--series=Sensor", "--pivot=Sensor" },
        "--series and --pivot both name column 'Sensor'",
        "different columns"
    )]
    [TestCase(new[] { "--pivot=Sensor" }, "--pivot needs the time", "--time")]
    [TestCase(new[] { "--calendar=day", "--model=table" }, "--calendar", "--model=series")]
    [TestCase(new[] { "--model=series", "--validation=x.csv" }, "--validation has no effect", "holds out")]
    [TestCase(new[] { "--model=series", "--condition=Machine" }, "--condition is not for", "conditions")]
    [TestCase(new[] { "--model=series", "--likelihood=bernoulli" }, "--likelihood=bernoulli", "--model=series")]
    public void Train_OptionsThatContradictEachOther_AreUsageErrors(string[] options, string fact, string other) =>
        ToolRun.Run(["train", $"--data={TinySeries.Data}", $"--out={folder["c"]}", .. options]).Failed(2, fact, other);

    [Test]
    public void Export_OtherDatesCloseToTheTime_HasTheTimeItself()
    {
        var rows = Enumerable
            .Range(0, 120)
            .Select(i => new DateTime(2024, 1, 1).AddHours(i))
            .Select((time, i) => FormattableString.Invariant($"{time:yyyy-MM-dd},{time:yyyy-MM-dd HH:mm},{i % 7}.5\n"));
        var data = folder.Write("x.csv", "Day,When,Load\n" + string.Concat(rows));
        ToolRun
            .Run([
                "export",
                $"--data={data}",
                "--time=When",
                "--calendar=day",
                "--window=8",
                $"--out={folder["model"]}",
                .. TinySeries.Sizes,
            ])
            .Succeeded();

        ToolRun.Run("score", folder["model"], $"--data={data}", $"--out={folder["scores.csv"]}").Succeeded();

        Assert.That(VaeModel.ReadManifest(folder["model"]).TableSchema!.Find("When")!.Since, Is.Null);
        Assert.That(Cells("scores.csv"), Has.Length.EqualTo(121));
    }

    [Test]
    public void Export_Calendar_ScoresByTheTimesOfTheFile()
    {
        ToolRun
            .Run([
                "export",
                $"--data={TinySeries.Data}",
                "--time=When",
                "--series=Machine",
                "--calendar=week",
                "--window=8",
                $"--out={folder["model"]}",
                .. TinySeries.Sizes,
            ])
            .Succeeded();

        Assert.That(VaeModel.ReadManifest(folder["model"]).Series!.Calendar, Is.EqualTo(VaeCalendar.Week));
        Assert.That(
            ToolRun.Run("info", folder["model"]).Succeeded().Output,
            Does.Contain("the model knows the time of day and the weekday")
        );

        ToolRun.Run("score", folder["model"], $"--data={TinySeries.Data}", $"--out={folder["scores.csv"]}").Succeeded();

        Assert.That(Cells("scores.csv"), Has.Length.EqualTo(TinySeries.RowCount + 1));
    }

    [TestCase(3, "report", "report.html")]
    [TestCase(2, "score", "scores.csv")]
    public void Export_PrintedNextStep_RunsUnchanged(int fromEnd, string verb, string written)
    {
        var lines = ToolRun
            .Run(
                "export",
                $"--checkpoint={TinySeries.Checkpoint}",
                $"--data={TinySeries.Data}",
                $"--out={folder["model"]}"
            )
            .Succeeded()
            .OutputLines;
        var next = lines[^fromEnd];

        Assert.That(next, Does.StartWith($"next: vaemlnet {verb} ").And.EndWith($"--out={written}"));

        var command = next["next: vaemlnet ".Length..].Replace($"--out={written}", $"--out={folder[written]}");
        ToolRun.Run(command.Split(' ')).Succeeded();

        Assert.That(File.Exists(folder[written]));
    }

    [Test]
    [Proves(67)]
    public void Train_CalendarOfNumbers_IsRefused() =>
        Train(folder.Write("x.csv", "t,Load\n1,2\n2,3\n"), "--time=t", "--calendar=day")
            .Failed(1, "--calendar needs dates", "'t'");

    [TestCase(true)]
    [TestCase(false)]
    public void Train_TimesThatRepeatForEachValueOfAColumn_NamesIt(bool takeTurns)
    {
        var lines = TinySeries.Lines(100, seed: 1);
        var data = folder.Write(
            "series.csv",
            "When,Machine,Load,Heat,On,Place,Label\n"
                + string.Join(
                    '\n',
                    takeTurns ? lines : lines.OrderBy(line => line.Split(',')[1], StringComparer.Ordinal)
                )
        );

        Train(data, "--time=When", "--label-column=Label").Failed(1, "'When' repeat", "--series='Machine'", "--ignore");
        Train(data, "--model=series", "--label-column=Label").Failed(1, "'When' repeat", "--series='Machine'");
    }

    [TestCase(20, true)]
    [TestCase(20, true, true)]
    [TestCase(50, true)]
    [TestCase(30, true, false, false)]
    [TestCase(0, false)]
    public void Train_ValuesThatTakeTurns_AdvisesSeries(
        int secondsBetween,
        bool takeTurns,
        bool hasTypo = false,
        bool isAdvised = true
    )
    {
        // Without turns, the column changes with each part of the day.
        var rows = Enumerable
            .Range(0, 200)
            .Select(i =>
            {
                var time = new DateTime(2024, 1, 1).AddSeconds(
                    takeTurns ? (i / 2 * 60) + (i % 2 * secondsBetween) : i * 60
                );
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{time:yyyy-MM-dd HH:mm:ss},{(hasTypo && i == 90 ? 'x' : "ab"[takeTurns ? i % 2 : i / 20 % 2])},{Math.Sin(i / 9.0):0.000}"
                );
            });
        var data = folder.Write("x.csv", $"When,Machine,Load\n{string.Join('\n', rows)}\n");
        const string advice =
            "note: the values of column 'Machine' take turns, each at regular times; pass --series='Machine'";

        Assert.That(
            Train(data, "--time=When", "--window=8").Succeeded().Output.Contains(advice, StringComparison.Ordinal),
            Is.EqualTo(takeTurns && isAdvised)
        );
        Assert.That(
            Train(data, "--time=When", "--window=8", "--series=Machine").Succeeded().Output,
            Does.Not.Contain("take turns")
        );
    }

    [Test]
    public void Train_PeriodLongerThanTheLongestWindow_SaysSo()
    {
        var rows = Enumerable
            .Range(0, 600)
            .Select(i => FormattableString.Invariant($"{Math.Sin(i * Math.PI / 60):0.00}"));
        var data = folder.Write("x.csv", $"Load\n{string.Join('\n', rows)}\n");

        Assert.That(
            Train(data, "--model=series").Succeeded().Output,
            Does.Match(
                "window: 100 rows, the most that is chosen, for the period of the channel, which is 12[01] rows; "
            )
        );
    }

    [Test]
    public void Verbs_RowsWithoutASeriesName_Warn()
    {
        var rows = TinySeries.Rows(200, seed: 2).Replace(",b,", ",,", StringComparison.Ordinal);
        var data = folder.Write("x.csv", rows);
        const string fact = "100 rows have no name in column 'Machine'";

        Assert.That(Train(data, "--time=When", "--series=Machine", "--label-column=Label").Error, Does.Contain(fact));
        Assert.That(Score(data).Error, Does.Contain(fact));
    }

    [Test]
    public void Train_TimesThatRepeatForEachPairOfValues_NamesBothColumns()
    {
        var rows = Enumerable
            .Range(0, 300)
            .Select(i => $"2024-01-01 00:{i / 6:00}:00,{"ABC"[i % 3]},{(i % 2 == 0 ? "heat" : "flow")},{i % 7}.5");
        var data = folder.Write("long.csv", $"When,Machine,Sensor,Value\n{string.Join('\n', rows)}\n");

        Train(data, "--time=When").Failed(1, "'When' repeat", "--series='Machine' --pivot='Sensor'");
    }

    [Test]
    public void Score_RowsWithOneMeasurementEach_AreARowForEachTime()
    {
        string Rows(int count, int jump) =>
            "When,Sensor,Value [l/s],Fault\n"
            + string.Concat(
                Enumerable
                    .Range(0, count)
                    .SelectMany(i =>
                        (string[])
                            [
                                $"2024-01-01 {i / 60:00}:{i % 60:00}:00,heat,{i % 8}.5,{(i == jump ? 1 : 0)}\n",
                                $"2024-01-01 {i / 60:00}:{i % 60:00}:00,flow,{(i == jump ? 900 : 20 + (i % 4))},{(i == jump ? 1 : 0)}\n",
                                i == 10 ? "2024-01-01 00:10:00,heat,,0\n" : "",
                            ]
                    )
            );
        var exported = ToolRun
            .Run([
                "export",
                "--model=series",
                $"--data={folder.Write("long.csv", Rows(200, jump: -1))}",
                "--time=When",
                "--pivot=Sensor",
                "--label-column=Fault",
                "--sort",
                "--window=8",
                $"--out={folder["long"]}",
                .. TinySeries.Sizes,
            ])
            .Succeeded();

        var scored = ToolRun
            .Run(
                "score",
                folder["long"],
                $"--data={folder.Write("new.csv", Rows(100, jump: 50))}",
                "--label-column=Fault",
                $"--out={folder["scores.csv"]}"
            )
            .Succeeded();
        using var model = VaeModel.Open(folder["long"]);
        var view = new MLContext(1).Data.LoadVaeTableForModel(folder["new.csv"], model);

        Assert.That(Cells("scores.csv"), Has.Length.EqualTo(101));
        Assert.That(scored.Output, Does.Contain("Value [l/s][Sensor=flow] 900").And.Contain("anomalies=1/100"));
        Assert.That(
            exported.OutputLines.Count(line =>
                line.StartsWith("next: ", StringComparison.Ordinal)
                && line.Contains("--label-column=Fault --sort=true ", StringComparison.Ordinal)
            ),
            Is.EqualTo(2)
        );
        Assert.That(view.GetColumn<float>("Value [l/s][Sensor=flow]").ElementAt(50), Is.EqualTo(900));

        var renamed = Rows(100, jump: 50).Replace(",flow,", ",Flow,");
        ToolRun Verb(string verb, string rows, params string[] options) =>
            ToolRun.Run([verb, folder["long"], $"--data={folder.Write("renamed.csv", rows)}", .. options]);
        foreach (
            var run in (ToolRun[])
                [
                    Verb("score", renamed, $"--out={folder["scores.csv"]}"),
                    Verb("impute", renamed, $"--out={folder["filled.csv"]}"),
                    Verb("threshold", renamed, "--quantile=0.9"),
                ]
        )
        {
            Assert.That(
                run.Error,
                Does.Contain("has a value of 'Value [l/s][Sensor=flow]'")
                    .And.Contain("not in the training data: 'Flow'")
            );
        }

        Verb("score", renamed.Replace(",heat,", ",Heat,"), $"--out={folder["scores.csv"]}")
            .Failed(1, "column 'Sensor': 'heat', 'flow'", "found: 'Flow', 'Heat'");
    }

    [Test]
    public void Score_ChannelWithoutAValue_Warns()
    {
        var rows = TinySeries.Rows(100, seed: 2).Split('\n');
        var empty = rows.Select(
            (row, i) =>
                i == 0 || row.Length == 0
                    ? row
                    : string.Join(',', row.Split(',').Select((cell, c) => c == 3 ? "" : cell))
        );

        ToolRun Score(IEnumerable<string> lines) =>
            ToolRun.Run(
                "score",
                TinySeries.Folder,
                $"--data={folder.Write("x.csv", string.Join('\n', lines))}",
                $"--out={folder["scores.csv"]}"
            );

        Assert.That(Score(empty).Error, Does.Contain("No row of").And.Contain("has a value of 'Heat'"));
        Assert.That(Score(rows).Succeeded().Error, Is.Empty);
        Assert.That(Score([rows[0]]).Succeeded().Error, Is.Empty);
    }

    [Test]
    public void Train_TimesThatFall_NamesTheRow()
    {
        var lines = TinySeries.Lines(100, seed: 3).ToArray();
        (lines[50], lines[60]) = (lines[60], lines[50]);
        var data = folder.Write("x.csv", $"When,Machine,Load,Heat,On,Place,Label\n{string.Join('\n', lines)}\n");

        Train(data, "--time=When", "--series=Machine", "--window=8")
            .Failed(
                1,
                $"CSV file '{data}', row 53 (line 54), column 'When': rows must be in the order of time",
                "'2024-01-01 00:26' is before '2024-01-01 00:30' in row 51, the row before it of series 'a'. Pass --sort"
            );
    }

    [Test]
    public void Train_SortedRows_GiveTheModelOfOrderedRows()
    {
        var ordered = TinySeries.Lines(200, seed: 3).ToArray();
        string[] shuffled = [.. ordered];
        new Random(1).Shuffle(shuffled);
        // Rows with the same time keep their order.
        Array.Sort(shuffled, (a, b) => string.CompareOrdinal(a.Split(',')[1], b.Split(',')[1]));
        (shuffled[3], shuffled[90]) = (shuffled[90], shuffled[3]);

        string Losses(string name, string[] lines, params string[] more)
        {
            var data = folder.Write(name, $"When,Machine,Load,Heat,On,Place,Label\n{string.Join('\n', lines)}\n");
            var run = Train(data, ["--time=When", "--series=Machine", "--window=8", .. more]).Succeeded();

            Assert.That(run.OutputLines[^1].Contains("--sort=true"), Is.EqualTo(more.Length > 0));

            var last = run.OutputLines.Last(line => line.StartsWith("epoch 12/12", StringComparison.Ordinal));
            return last.Split("  ")[0];
        }

        Assert.That(
            Losses("shuffled.csv", shuffled, "--sort"),
            Is.EqualTo(Losses("sorted.csv", [.. shuffled.OrderBy(line => line.Split(',')[0], StringComparer.Ordinal)]))
        );
    }

    [Test]
    public void Score_SortedRows_HaveTheScoresOfOrderedRows()
    {
        var rows = TinySeries.Rows(60, seed: 4, hasAnomaly: true);
        Score(folder.Write("x.csv", rows), "--keep=all", "--label-column=Label").Succeeded();
        var expected = File.ReadAllText(folder["scores.csv"]);
        var lines = rows.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var reversed = folder.Write(
            "y.csv",
            string.Join('\n', [lines[0], .. lines[1..].Chunk(2).Reverse().SelectMany(pair => pair)]) + "\n"
        );

        Score(reversed, "--keep=all").Failed(1, "row 3 (line 4), column 'When'", "in row 1", "Pass --sort");
        Score(reversed, "--keep=all", "--label-column=Label", "--sort").Succeeded();

        Assert.That(File.ReadAllText(folder["scores.csv"]), Is.EqualTo(expected));
    }

    [Test]
    public void Score_SegmentsOfSortedRows_AreSaidToBeInTheOrderOfTime()
    {
        const string said = "first to last row by time";
        var rows = TinySeries.Rows(400, seed: 2, hasAnomaly: true);
        var lines = rows.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var reversed = string.Join('\n', [lines[0], .. lines[1..].Reverse()]) + "\n";

        var ordered = Score(folder.Write("x.csv", rows), "--sort").Succeeded();
        var sorted = Score(folder.Write("y.csv", reversed), "--sort").Succeeded();

        Assert.That(ordered.Output, Does.Contain("most unusual segments").And.Not.Contain(said));
        Assert.That(sorted.Output, Does.Contain("most unusual segments").And.Contain(said));
    }

    /// <summary>At the end of summer time, an hour comes twice on the clock.</summary>
    [TestCase("yyyy-MM-dd'T'HH:mm:sszzz", TestName = "ISO")]
    [TestCase("dd.MM.yyyy HH:mm:ss zzz", TestName = "days first")]
    public void Score_TimesOfSeveralOffsets_AreInstantsWithTheirTexts(string format)
    {
        DateTimeOffset end = new(2024, 10, 27, 1, 0, 0, TimeSpan.Zero);
        string[] times =
        [
            .. Enumerable
                .Range(-150, 300)
                .Select(i => end.AddMinutes(30 * i))
                .Select(time => time.ToOffset(TimeSpan.FromHours(time < end ? 2 : 1)))
                .Select(time => time.ToString(format, CultureInfo.InvariantCulture)),
        ];
        Random random = new(1);
        string[] Rows(int firstOfJump) =>
            [
                .. times.Select(
                    (time, i) =>
                        FormattableString.Invariant(
                            $"{time},{Math.Sin(i / 5.0) + (0.1 * random.NextDouble()) + (i / 3 == firstOfJump / 3 ? 30 : 0):0.000}"
                        )
                ),
            ];
        var summer = folder.Write("a.csv", $"time,x\n{string.Join('\n', Rows(-1)[..140])}\n");
        var all = folder.Write("b.csv", $"time,x\n{string.Join('\n', Rows(153))}\n");
        ToolRun
            .Run(["export", $"--data={summer}", "--time=time", $"--out={folder["model"]}", .. TinySeries.Sizes])
            .Succeeded();

        ToolRun
            .Run(
                "score",
                folder["model"],
                $"--data={all}",
                $"--out={folder["scores.csv"]}",
                $"--segments={folder["segments.csv"]}"
            )
            .Succeeded();
        var segment = Cells("segments.csv").Skip(1).MaxBy(row => Number(row[5]))!;

        Assert.That(times[150], Does.Contain("02:00:00").And.Contain("+01:00"), "the hour that comes twice");
        Assert.That(segment[7], Is.EqualTo(times[(int)Number(segment[6]) - 1]), "the text of the row");
    }

    [Test]
    public void Score_FaultInASortedFile_NamesTheRowOfTheFile()
    {
        var lines = TinySeries.Rows(40, seed: 4).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[2] = lines[2].Replace(lines[2].Split(',')[2], "abc", StringComparison.Ordinal);
        var reversed = string.Join('\n', [lines[0], .. lines[1..].Chunk(2).Reverse().SelectMany(pair => pair)]) + "\n";

        Score(folder.Write("x.csv", reversed), "--sort").Failed(1, "x.csv', row 40", "'abc'");
    }

    [Test]
    public void Export_SeriesOfDifferentLevels_SaysThatEachHasItsScale()
    {
        string Rows(params (string Name, double Level)[] series) =>
            "Name,Value\n"
            + string.Concat(
                Enumerable
                    .Range(0, 100)
                    .SelectMany(i =>
                        series.Select(s =>
                            string.Create(CultureInfo.InvariantCulture, $"{s.Name},{s.Level + Math.Sin(i):0.00}\n")
                        )
                    )
            );
        var shortSeries = string.Concat(Enumerable.Repeat("d,1\n", 10));
        var data = folder.Write("levels.csv", Rows(("a", 0), ("b", 500)) + shortSeries);
        string[] export =
        [
            "export",
            $"--data={data}",
            "--series=Name",
            "--window=8",
            $"--out={folder["levels"]}",
            .. TinySeries.Sizes,
        ];

        Assert.That(
            ToolRun.Run([.. export, "--series-scale=common"]).Succeeded().Output,
            Does.Not.Contain("has its own")
        );
        Assert.That(
            ToolRun.Run(export).Succeeded().Output,
            Does.Contain("scale: each of 2 series has its own, because their levels or scales differ")
        );
        Assert.That(
            ToolRun.Run("info", folder["levels"]).Succeeded().Output,
            Does.Contain("each of 2 series has its own scale")
        );

        var scored = ToolRun.Run(
            "score",
            folder["levels"],
            $"--data={folder.Write("new.csv", Rows(("a", 0), ("c", 0), ("d", 1)))}",
            $"--out={folder["scores.csv"]}"
        );

        Assert.That(scored.ExitCode, Is.Zero);
        Assert.That(
            scored.Error,
            Does.Contain("no rows, or fewer than two windows, of these 2 series").And.Contain(": 'c', 'd'.")
        );

        ToolRun
            .Run([.. export[..2], "--series-scale=each", $"--out={folder["x"]}"])
            .Failed(2, "--series-scale", "--series");
    }

    [TestCase("{0}:00:00")]
    [TestCase("{0:00}.00.00")]
    [TestCase("{0}")]
    public void Score_DatesAndTimesOfTheDayInTwoColumns_AreOneTime(string format)
    {
        string Rows(int count, int gap = int.MaxValue) =>
            "Day,Hour,Load\n"
            + string.Concat(
                Enumerable
                    .Range(0, count)
                    .Select(i => i < gap ? i : i + 100)
                    .Select(i =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{new DateTime(2024, 5, 1).AddHours(i):yyyy-MM-dd},{string.Format(CultureInfo.InvariantCulture, format, i % 24)},{Math.Sin(i):0.00}\n"
                        )
                    )
            );
        var data = folder.Write("hours.csv", Rows(96));
        if (format == "{0}:00:00")
        {
            Train(data, "--time=Day").Failed(1, "the dates in 'Day' repeat", "Pass --time='Day+Hour'");
        }

        string[] export = ["export", $"--data={data}", "--time=Day+Hour", "--window=8", $"--out={folder["hours"]}"];
        var exported = ToolRun.Run([.. export, .. TinySeries.Sizes]).Succeeded();
        var scored = ToolRun
            .Run(
                "score",
                folder["hours"],
                $"--data={folder.Write("later.csv", Rows(96, gap: 40))}",
                "--keep=Day+Hour",
                $"--out={folder["scores.csv"]}"
            )
            .Succeeded();

        Assert.That(exported.Output, Does.Match(@"Day\+Hour +time +date").And.Contain("windows of channel 'Load'"));
        Assert.That(
            ToolRun.Run("info", folder["hours"]).Succeeded().Output,
            Does.Contain("Day+Hour").And.Contain("more than 28800 s begins a new window")
        );
        Assert.That(Cells("scores.csv")[30][0], Does.StartWith("2024-05-02 5").Or.StartsWith("2024-05-02 05"));

        ToolRun.Run("impute", folder["hours"], $"--data={data}", $"--out={folder["filled.csv"]}").Succeeded();

        Assert.That(Cells("filled.csv")[0], Is.EqualTo((string[])["Day", "Hour", "Load"]));
    }

    [TestCase("yyyy,M,d,H", "2024-03-01 05:00")]
    [TestCase("yyyy,MMM,dd,HH", "2024-03-01 05:00")]
    [TestCase("yyyy'.0',M'.0',d'.0',H'.0'", "2024-03-01 05:00")]
    public void Score_YearsMonthsDaysAndHours_AreOneTime(string format, string expected)
    {
        var first = new DateTime(2024, 2, 28);
        string Rows(int firstRow, int count) =>
            "Year,Month,Day_of_Month,hr,Load\n"
            + string.Concat(
                Enumerable
                    .Range(firstRow, count)
                    .Select(i =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{first.AddHours(i).ToString(format, CultureInfo.InvariantCulture)},{Math.Sin(i):0.00}\n"
                        )
                    )
            );
        const string time = "Year+Month+Day_of_Month+hr";
        var data = folder.Write("parts.csv", Rows(0, 100));

        var table = ToolRun.Run("export", $"--data={data}", "--epochs=1", $"--out={folder["table"]}").Succeeded();
        string[] export = ["export", $"--data={data}", $"--time={time}", "--window=8", $"--out={folder["parts"]}"];
        var exported = ToolRun.Run([.. export, .. TinySeries.Sizes]).Succeeded();
        ToolRun
            .Run(
                "score",
                folder["parts"],
                $"--data={folder.Write("later.csv", Rows(50, 60))}",
                $"--keep={time}",
                $"--out={folder["scores.csv"]}"
            )
            .Succeeded();

        Assert.That(table.Output, Does.Contain($"--time={time} learns how the columns move"));
        Assert.That(exported.Output, Does.Contain("windows of channel 'Load'"));
        Assert.That(Cells("scores.csv")[4][0], Is.EqualTo(expected));
    }

    [Test]
    public void Export_YearsAndMonths_AreOneTime()
    {
        var rows = Enumerable
            .Range(0, 60)
            .Select(i =>
                string.Create(CultureInfo.InvariantCulture, $"{2019 + (i / 12)},{1 + (i % 12)},{Math.Sin(i):0.00}\n")
            );
        var data = folder.Write("months.csv", "year,month,sales\n" + string.Concat(rows));
        string[] export = ["export", $"--data={data}", "--time=year+month", "--window=8", $"--out={folder["months"]}"];

        Assert.That(
            Train(data, "--window=8").Succeeded().Output,
            Does.Contain("note: 'year', 'month' are channels; if they are the time of each row, pass --time=year+month")
        );

        Assert.That(
            ToolRun.Run([.. export, .. TinySeries.Sizes]).Succeeded().Output,
            Does.Match(@"year\+month +time +date").And.Contain("2019-01").And.Contain("windows of channel 'sales'")
        );
    }

    // A year alone, a month without a year, and admissions, of which many are in one month.
    [TestCase("year,sales", 60)]
    [TestCase("month,day,sales", 60)]
    [TestCase("year,month,sales", 600)]
    public void Export_PartsOfATimeThatRepeat_AreNoSeries(string header, int count)
    {
        var parts = header.Split(',').Length - 1;
        var rows = Enumerable
            .Range(0, count)
            .Select(i => string.Join(',', ((int[])[2019 + (i / 12 % 5), 1 + (i % 12)])[..parts].Append(i % 7)) + "\n");
        var data = folder.Write("no-series.csv", $"{header}\n{string.Concat(rows)}");

        Assert.That(
            ToolRun.Run("export", $"--data={data}", "--epochs=1", $"--out={folder["no-series"]}").Succeeded().Output,
            Does.Not.Contain("--time=")
        );
    }

    [Test]
    public void Train_WrongReading_SaysThatItIsNotLearned()
    {
        var rows = Enumerable
            .Range(0, 100)
            .Select(i =>
                string.Create(CultureInfo.InvariantCulture, $"{Math.Sin(i):0.00},{(i == 50 ? 999 : i * 7 % 10)}\n")
            );
        var data = folder.Write("wrong.csv", "Load,Heat\n" + string.Concat(rows));

        Assert.That(
            Train(data, "--window=8").Succeeded().Output,
            Does.Contain("not learned: 1 of 'Heat', far outside all other values")
        );
    }

    [Test]
    public void Train_SortWithoutATime_SaysWhatItNeeds() =>
        Train(TinySeries.Data, "--series=Machine", "--sort").Failed(1, "--sort needs the time of each row", "--time");

    [TestCase("--time=Nope", "no column 'Nope'")]
    [TestCase("--series=Nope", "no column 'Nope'")]
    [TestCase("--time=Place", "neither dates nor numbers")]
    [TestCase("--columns=Place", "at least one column of numbers")]
    public void Train_WrongColumn_NamesIt(string option, string fact) =>
        Train(TinySeries.Data, "--model=series", option).Failed(1, fact);

    [Test]
    public void Train_SeriesShorterThanTheWindow_SaysSo() =>
        Train(folder.Write("x.csv", TinySeries.Rows(60, seed: 1)), "--series=Machine", "--window=40")
            .Failed(1, "40 rows", "the longest has 30");

    /// <summary>Shifts of 24 rows, with 16 hours between them.</summary>
    [Test]
    public void Train_RunsBetweenGapsShorterThanTheWindow_SaysSo()
    {
        DateTime start = new(2024, 1, 1);
        var lines = Enumerable
            .Range(0, 480)
            .Select(i =>
                FormattableString.Invariant(
                    $"{start.AddDays(i / 24).AddMinutes(20 * (i % 24)):yyyy-MM-dd HH:mm},{Math.Sin(i / 3.0):0.00},{i % 7}"
                )
            );
        var data = folder.Write("shifts.csv", $"time,x,y\n{string.Join('\n', lines)}\n");

        Train(data, "--time=time", "--window=32")
            .Failed(1, "32 rows of a series", "without a gap of more than 32 median steps", "shorter window");
        Train(data, "--time=time", "--window=16").Succeeded();
    }

    [Test]
    public void Score_AbsentRows_HaveNoScoresAndOthersThoseOfEmptyRowsInTheirPlace()
    {
        var whole = folder.Write("whole.csv", GappedRows(0, hasAbsent: false, keepsTimes: true));
        ToolRun
            .Run(["export", $"--data={whole}", "--time=time", "--window=16", $"--out={folder["absent"]}"])
            .Succeeded();

        string[] absent = [.. Score(keepsTimes: false)];

        Assert.That(absent, Has.Length.EqualTo(380));
        Assert.That(absent, Is.EqualTo(Score(keepsTimes: true).Where((_, i) => !IsInGap(400 + i))));
        Assert.That(absent.Select(line => line.Split(',')[1]), Is.All.EqualTo("0"));

        IEnumerable<string> Score(bool keepsTimes)
        {
            var data = folder.Write("gaps.csv", GappedRows(400, hasAbsent: true, keepsTimes));
            var run = ToolRun.Run(["score", folder["absent"], $"--data={data}", $"--out={folder["scored.csv"]}"]);

            Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));

            return File.ReadAllLines(folder["scored.csv"]).Skip(1);
        }
    }

    [Test]
    public void Score_AbsentRowsOfCounts_WarnsThatWindowsHaveTheirNeighbors()
    {
        var whole = folder.Write("whole.csv", GappedRows(0, hasAbsent: false, keepsTimes: true));
        var data = folder.Write("gaps.csv", GappedRows(400, hasAbsent: true, keepsTimes: false));
        ToolRun
            .Run([
                "export",
                $"--data={whole}",
                "--time=time",
                "--ignore=x,y",
                "--likelihood=poisson",
                "--window=16",
                $"--out={folder["counts"]}",
                .. TinySeries.Sizes,
            ])
            .Succeeded();

        var run = ToolRun.Run(["score", folder["counts"], $"--data={data}", $"--out={folder["scored.csv"]}"]);

        Assert.That(
            run.Error,
            Does.Contain("Rows are absent in gaps of the time that are shorter than a window (gaps: 5, rows: 20).")
        );
    }

    private static bool IsInGap(int row) => row % 80 is > 40 and < 45;

    /// <summary>Returns 400 rows with a time, two channels and a count, without those of gaps or with empty ones.</summary>
    private static string GappedRows(int first, bool hasAbsent, bool keepsTimes) =>
        "time,x,y,count\n"
        + string.Concat(
            Enumerable
                .Range(first, 400)
                .Where(i => keepsTimes || !IsInGap(i))
                .Select(i =>
                    FormattableString.Invariant($"{new DateTime(2024, 1, 1).AddMinutes(10 * i):yyyy-MM-dd HH:mm},")
                    + (
                        hasAbsent && IsInGap(i)
                            ? ",,\n"
                            : FormattableString.Invariant(
                                $"{Math.Sin(i / 4.0) + (i * 7 % 11 / 40.0):0.000},{Math.Cos(i / 4.0) + (i * 5 % 13 / 40.0):0.000},{i * 3 % 8}\n"
                            )
                    )
                )
        );

    [Test]
    public void Export_SeriesOfALongerStep_WarnsThatItHasNoFullWindow()
    {
        DateTime start = new(2024, 1, 1);
        string Lines(string name, int count, int seconds) =>
            string.Concat(
                Enumerable
                    .Range(0, count)
                    .Select(i =>
                        FormattableString.Invariant(
                            $"{start.AddSeconds(i * seconds):yyyy-MM-dd HH:mm:ss},{name},{Math.Sin(i / 3.0):0.000}\n"
                        )
                    )
            );
        var fast = folder.Write("fast.csv", $"time,name,x\n{Lines("fast", 300, seconds: 10)}");
        var mixed = folder.Write("mixed.csv", File.ReadAllText(fast) + Lines("slow", 60, seconds: 3600));
        const string Warning =
            "The rows of 1 series are usually further apart than 80 s, the longest gap of a window, so that none of their windows is full: slow (3600 s).";
        ToolRun Export(string data, string model) =>
            ToolRun.Run([
                "export",
                $"--data={data}",
                "--time=time",
                "--series=name",
                "--window=8",
                $"--out={folder[model]}",
                .. TinySeries.Sizes,
            ]);

        var ofMixed = Export(mixed, "of mixed");
        var ofFast = Export(fast, "of fast");
        var scored = ToolRun.Run("score", folder["of fast"], $"--data={mixed}", $"--out={folder["scores.csv"]}");

        Assert.That((ofMixed.ExitCode, ofFast.ExitCode, scored.ExitCode), Is.EqualTo((0, 0, 0)));
        Assert.That(ofMixed.Error, Does.Contain($"{Warning} The model has not learned these rows. Train another one"));
        Assert.That(ofFast.Error, Is.Empty);
        Assert.That(scored.Error, Does.Contain($"{Warning} Each of these rows is scored without those before it."));
    }

    [TestCase(5)]
    [TestCase(20)]
    public void Score_RowsAtAnotherStepThanInTraining_Warns(int minutes)
    {
        var data = Data("x.csv", minutes);
        ToolRun
            .Run([
                "export",
                $"--data={Data("training.csv", minutes: 10)}",
                "--time=When",
                "--series=Machine",
                "--window=8",
                $"--out={folder["model"]}",
                .. TinySeries.Sizes,
            ])
            .Succeeded();
        var run = ToolRun.Run("score", folder["model"], $"--data={data}", $"--out={folder["scores.csv"]}");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(
            run.Error,
            Does.Contain(
                $"The usual time between two rows of 1 series is far from the 600 s of the training: a ({60 * minutes} s). Their windows last longer or shorter"
            )
        );

        // Machine b has rows every ten minutes, and a few lost ones.
        string Data(string name, int minutes) =>
            folder.Write(
                name,
                TinySeries.Rows(0, seed: 2)
                    + string.Concat(
                        TinySeries
                            .Lines(400, seed: 2)
                            .Select(
                                (line, i) =>
                                    FormattableString.Invariant(
                                        $"{new DateTime(2024, 1, 1).AddMinutes(i / 2 * (i % 2 == 0 ? minutes : 10)):yyyy-MM-dd HH:mm}{line[16..]}\n"
                                    )
                            )
                            .Where((_, i) => i % 16 != 1)
                    )
            );
    }

    [Test]
    public void Score_Anomaly_HasTheHighestScoresAndASegment()
    {
        var data = folder.Write("x.csv", TinySeries.Rows(400, seed: 2, hasAnomaly: true));

        var run = Score(
                data,
                "--keep=When,Machine",
                "--label-column=Label",
                "--contributions",
                $"--segments={folder["segments.csv"]}"
            )
            .Succeeded();

        var scores = Cells("scores.csv");

        Assert.That(
            scores[0],
            Is.EqualTo(
                new[]
                {
                    "When",
                    "Machine",
                    "Score",
                    "PredictedLabel",
                    "contribution.Load",
                    "contribution.Heat",
                    "contribution.On",
                }
            )
        );
        Assert.That(scores, Has.Length.EqualTo(401));

        var peak = scores.Skip(1).MaxBy(row => Number(row[2]))!;

        Assert.That((peak[1], peak[3]), Is.EqualTo(("a", "1")));
        Assert.That(Number(peak[4]) + Number(peak[5]) + Number(peak[6]), Is.EqualTo(Number(peak[2])).Within(0.01));
        Assert.That(Number(peak[5]), Is.GreaterThan(Number(peak[4])));

        var segments = Cells("segments.csv");

        Assert.That(
            segments[0],
            Is.EqualTo(
                new[]
                {
                    "Series",
                    "FromRow",
                    "ToRow",
                    "FromTime",
                    "ToTime",
                    "Rows",
                    "PeakScore",
                    "PeakRow",
                    "PeakTime",
                    "Channels",
                }
            )
        );

        var worst = segments.Skip(1).MaxBy(row => Number(row[6]))!;

        Assert.That(worst[0], Is.EqualTo("a"));
        Assert.That(scores[(int)Number(worst[7])][2], Is.EqualTo(worst[6]), "the score of the peak");
        Assert.That(worst[9], Does.StartWith("Heat"));
        Assert.That(
            segments.Skip(1).Sum(row => Number(row[5])),
            Is.InRange(1, scores.Skip(1).Count(row => row[3] == "1")),
            "a segment has rows above the threshold"
        );

        // Row numbers count from 1, and rows of machine b lie between those of a.
        var first = (int)Number(worst[1]);
        var last = (int)Number(worst[2]);

        Assert.That(last - first, Is.EqualTo(2 * (Number(worst[5]) - 1)));
        Assert.That(scores[first][3] + scores[last][3], Is.EqualTo("11"));
        Assert.That((scores[first][0], scores[last][0]), Is.EqualTo((worst[3], worst[4])));

        // The first row of the event moves the level of all windows of machine a that contain it.
        const int windowInFile = 2 * TinySeries.Window;

        Assert.That(first, Is.GreaterThan(TinySeries.FirstAnomaly - windowInFile), "it begins with the event");
        Assert.That(
            last,
            Is.LessThan(TinySeries.FirstAnomaly + TinySeries.AnomalyCount + windowInFile),
            "it ends with the event"
        );
        Assert.That(run.Output, Does.Match(@"segments: \d+, in ").And.Match("auroc=0\\.[89]|auroc=1"));
        Assert.That(
            run.Output,
            Does.Match(
                $@"most unusual segments, above the threshold\s+series +rows +peak +score +channels at the peak\s+a +{worst[1]} to {worst[2]} +{worst[8]} +\S+ +Heat "
            ),
            "in words, too"
        );
    }

    [Test]
    public void Verbs_ColumnsWithTheNamesOfResults_ReadThemAsOthers()
    {
        const string header = "When,Machine,Load,Heat,On,";
        var rows = TinySeries.Rows(400, seed: 2, hasAnomaly: true);
        var renamed = rows.Replace(
            header,
            "Expected,RowExcess,Score,PredictedLabel,Contributions,",
            StringComparison.Ordinal
        );

        (string Output, string[][] Segments) Results(string text, string time, string series)
        {
            var data = folder.Write("x.csv", text);
            ToolRun
                .Run([
                    "export",
                    $"--data={data}",
                    $"--time={time}",
                    $"--series={series}",
                    "--label-column=Label",
                    "--window=8",
                    $"--out={folder["model"]}",
                    .. TinySeries.Sizes,
                ])
                .Succeeded();
            string[] options = [$"--data={data}", "--expected", "--contributions"];
            var run = ToolRun
                .Run([
                    "score",
                    folder["model"],
                    .. options,
                    $"--segments={folder["g.csv"]}",
                    $"--out={folder["s.csv"]}",
                ])
                .Succeeded();
            ToolRun.Run(["score", folder["model"], .. options, $"--out={folder["s.idv"]}"]).Succeeded();
            ToolRun.Run("report", folder["model"], $"--data={data}", $"--out={folder["r.html"]}").Succeeded();
            return (run.Output, Cells("g.csv"));
        }

        var expected = Results(rows, "When", "Machine");
        var scores = Cells("s.csv");
        var binary = new MLContext(1).Data.LoadFromBinary(folder["s.idv"]);
        var actual = Results(renamed, "Expected", "RowExcess");

        Assert.That(Cells("s.csv").Skip(1), Is.EqualTo(scores.Skip(1)));
        Assert.That(
            Cells("s.csv")[0],
            Is.SupersetOf(new[] { "Score", "PredictedLabel", "contribution.Score", "expected.PredictedLabel" })
        );
        Assert.That(actual.Segments.Select(row => row[..9]), Is.EqualTo(expected.Segments.Select(row => row[..9])));
        Assert.That(
            actual.Output,
            Does.Match(" PredictedLabel [0-9.]+\n"),
            "the reading, and not the label, beside the segment"
        );
        Assert.That(
            new MLContext(1).Data.LoadFromBinary(folder["s.idv"]).Schema.Select(column => column.Name),
            Is.EqualTo(binary.Schema.Select(column => column.Name))
                .And.EqualTo(new[] { "Score", "PredictedLabel", "Contributions", "Expected", "Uncertainty" })
        );
    }

    [Test]
    public void Score_TimesInNanoseconds_AreInSegmentsAsInTheFile()
    {
        string[] times =
        [
            .. Enumerable.Range(0, 400).Select(i => $"{1_735_689_660_000_000_007 + (i / 2 * 60_000_000_001L)}"),
        ];
        string Rows(bool hasAnomaly) =>
            "When,Machine,Load,Heat,On,Place,Label\n"
            + string.Concat(
                TinySeries
                    .Lines(400, seed: 2, hasAnomaly)
                    .Zip(times, (line, time) => $"{time},{line.Split(',', 2)[1]}\n")
            );
        ToolRun
            .Run([
                "export",
                $"--data={folder.Write("x.csv", Rows(hasAnomaly: false))}",
                "--time=When",
                "--series=Machine",
                "--label-column=Label",
                "--window=8",
                $"--out={folder["model"]}",
                .. TinySeries.Sizes,
            ])
            .Succeeded();

        ToolRun
            .Run(
                "score",
                folder["model"],
                $"--data={folder.Write("y.csv", Rows(hasAnomaly: true))}",
                $"--segments={folder["g.csv"]}",
                $"--out={folder["scores.csv"]}"
            )
            .Succeeded();
        var segments = Cells("g.csv").Skip(1).ToArray();

        Assert.That(segments, Is.Not.Empty);
        Assert.That(
            segments.Select(row => (row[3], row[4], row[8])),
            Is.EqualTo(segments.Select(row => (TimeOf(row[1]), TimeOf(row[2]), TimeOf(row[7]))))
        );

        string TimeOf(string row) => times[(int)Number(row) - 1];
    }

    [Test]
    public void Threshold_LabeledRows_AreLeftOut()
    {
        var data = folder.Write("x.csv", TinySeries.Rows(400, seed: 2, hasAnomaly: true));
        ToolRun
            .Run(
                "export",
                $"--checkpoint={TinySeries.Checkpoint}",
                $"--data={TinySeries.Data}",
                $"--out={folder["model"]}"
            )
            .Succeeded();
        ToolRun Threshold(params string[] options) =>
            ToolRun.Run(["threshold", folder["model"], $"--data={data}", .. options]);

        Assert.That(Threshold("--false-positive-rate=0.01").Succeeded().Output, Does.Contain("from 386 rows"));

        var ofAll = VaeModel.ReadManifest(folder["model"]);

        Assert.That(
            Threshold("--false-positive-rate=0.01", "--label-column=Label").Succeeded().Output,
            Does.Contain("from 373 rows"),
            "without six anomalies and the seven rows behind them"
        );

        var ofNormal = VaeModel.ReadManifest(folder["model"]);

        Assert.That(ofNormal.Threshold.ReconstructionError, Is.LessThan(ofAll.Threshold.ReconstructionError));
        Assert.That(ofNormal.Series!.CoveringThreshold, Is.LessThan(ofAll.Series!.CoveringThreshold!));

        Threshold("--false-positive-rate=0.01", "--label-column=Nope").Failed(1, "no column 'Nope'");
        Threshold("--label-column=Label").Failed(1, "events are longer than a row", "--false-positive-rate");
        Threshold("--label-column=Label", "--quantile=0.9").Failed(1, "leave --label-column out");
        data = folder.Write("y.csv", "When,Machine,Load,Heat,On,Label\n2024-01-01 00:00,a,1,50,yes,1\n");
        Threshold("--label-column=Label", "--false-positive-rate=0.5").Failed(1, "No row is labeled as normal");
    }

    [Test]
    public void Report_LabeledAnomaly_RowsWithItInTheirWindowsAreNotNormal()
    {
        var data = folder.Write("x.csv", TinySeries.Rows(400, seed: 2, hasAnomaly: true));
        ToolRun
            .Run(
                "report",
                TinySeries.Folder,
                $"--data={data}",
                "--label-column=Label",
                $"--out={folder["report.html"]}"
            )
            .Succeeded();
        var page = File.ReadAllText(folder["report.html"]);

        Assert.That(
            page,
            Does.Match("well, where rows with an anomaly in their windows do not count as normal: AUROC 1.000")
        );
        Assert.That(
            page,
            Does.Match("This data is like the training data: [0-2](.[0-9]+)? % of the normal rows without")
        );
    }

    [Test]
    public void Score_Causal_DoesNotDependOnLaterRows()
    {
        var lines = TinySeries.Rows(200, seed: 5).Split('\n');
        var whole = folder.Write("whole.csv", string.Join('\n', lines[..201]) + "\n");
        var start = folder.Write("start.csv", string.Join('\n', lines[..101]) + "\n");

        string[] Scored(string data, params string[] options)
        {
            Score(data, options).Succeeded();
            return [.. File.ReadAllLines(folder["scores.csv"]).Take(101)];
        }

        Assert.That(Scored(start, "--causal"), Is.EqualTo(Scored(whole, "--causal")));
        Assert.That(Scored(start), Is.Not.EqualTo(Scored(whole)));
    }

    [Test]
    public void Score_OtherNamesOfTimeAndSeries_AreTaken()
    {
        var rows = TinySeries.Rows(100, seed: 6);
        Score(folder.Write("x.csv", rows)).Succeeded();
        var expected = File.ReadAllText(folder["scores.csv"]);
        var other = folder.Write("y.csv", rows.Replace("When,Machine", "Clock,Unit", StringComparison.Ordinal));

        Score(other).Failed(1, "no column 'When'", "--time");
        Score(other, "--time=Clock").Failed(1, "no column 'Machine'", "--series");
        Score(other, "--time=Clock", "--series=Unit").Succeeded();

        Assert.That(File.ReadAllText(folder["scores.csv"]), Is.EqualTo(expected));
    }

    [Test]
    public void Score_MissingChannel_IsNamed() =>
        Score(folder.Write("x.csv", "When,Machine,Load,On\n2024-01-01 00:00,a,1,yes\n"))
            .Failed(1, "'Heat'", "a channel");

    [Test]
    public void Score_SeriesShorterThanTheWindow_ScoresItsRows()
    {
        Score(folder.Write("x.csv", TinySeries.Rows(6, seed: 7))).Succeeded();

        Assert.That(
            Cells("scores.csv").Skip(1).Select(row => Number(row[0])),
            Has.Exactly(6).Items.And.All.Matches<double>(double.IsFinite)
        );
    }

    [Test]
    public void Score_TimesThatFall_NamesTheRow()
    {
        var lines = TinySeries.Lines(40, seed: 3).Reverse();
        Score(folder.Write("x.csv", $"When,Machine,Load,Heat,On,Place,Label\n{string.Join('\n', lines)}\n"))
            .Failed(1, "order of time", "row 3 (line 4)", "Pass --sort");

        Assert.That(File.Exists(folder["scores.csv"]), Is.False);
    }

    [TestCase("--kind=negative-elbo", "--kind is not for models of time series")]
    [TestCase("--p-values", "--p-values is not for models of time series")]
    [TestCase("--shard=1/2", "--shard is not for time series")]
    [TestCase("--columns=Load", "finds the columns")]
    [TestCase("--ignore=Load", "finds the columns")]
    [TestCase("--allow-missing-columns", "needs all of them")]
    public void Score_OptionOfOtherModels_IsRefused(string option, string fact) =>
        Score(TinySeries.Data, option).Failed(1, fact);

    [Test]
    public void Score_IgnoredColumnThatTheModelDoesNotRead_HasNoEffect() =>
        Score(TinySeries.Data, "--ignore=Place").Succeeded();

    [Test]
    public void Score_SegmentsOfABinaryFile_AreRefused() =>
        ToolRun
            .Run(
                "score",
                TinySeries.Folder,
                $"--data={TinySeries.Data}",
                $"--out={folder["s.idv"]}",
                $"--segments={folder["segments.csv"]}"
            )
            .Failed(1, "--segments needs scores as CSV");

    [Test]
    public void Score_OptionOfSeriesForAnotherModel_IsRefused() =>
        ToolRun
            .Run("score", TinyTable.Folder, $"--data={TinyTable.Data}", $"--out={folder["s.csv"]}", "--causal")
            .Failed(1, "not a model of a time series", "--causal");

    [TestCase("encode")]
    [TestCase("reconstruct")]
    [TestCase("sample", "--count=3")]
    [TestCase("synthesize", "--rows=3")]
    public void Verb_ThatSeriesModelsCannotDo_SaysWhatToDo(string verb, string? option = null)
    {
        string[] files = verb switch
        {
            "sample" or "synthesize" => [$"--out={folder["x.csv"]}"],
            _ => [$"--data={TinySeries.Data}", $"--out={folder["x.csv"]}"],
        };
        ToolRun
            .Run([verb, TinySeries.Folder, .. files, .. option is null ? (string[])[] : [option]])
            .Failed(1, "model of a time series", $"'{verb}' cannot use", "score");
    }

    [Test]
    public void Evaluate_Checkpoint_EvaluatesItsWindows()
    {
        var run = ToolRun
            .Run(
                "evaluate",
                $"--checkpoint={TinySeries.Checkpoint}",
                $"--data={TinySeries.Data}",
                "--rows=50",
                "--samples=3"
            )
            .Succeeded();

        Assert.That(run.Output, Does.Contain("over 50 rows"));
    }

    [Test]
    public void Info_SeriesModel_DescribesWindowsAndChannels()
    {
        var run = ToolRun.Run("info", TinySeries.Folder).Succeeded();

        Assert.That(
            run.Output,
            Does.Contain("of a time series")
                .And.Match("windows +8 rows of 3 channels")
                .And.Match("time +column .When.; a gap of more than 480 s begins")
                .And.Match("series +column 'Machine'")
                .And.Contain("threshold of rows")
                .And.Match("Heat +[0-9.]+ +[0-9.]+")
        );
    }

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    private string[][] Cells(string name) => [.. File.ReadAllLines(folder[name]).Select(line => line.Split(','))];

    private ToolRun Train(string data, params string[] more) =>
        ToolRun.Run(["train", $"--data={data}", $"--out={folder["c"]}", .. TinySeries.Sizes, .. more]);

    private ToolRun Score(string data, params string[] more) =>
        ToolRun.Run(["score", TinySeries.Folder, $"--data={data}", $"--out={folder["scores.csv"]}", .. more]);
}
