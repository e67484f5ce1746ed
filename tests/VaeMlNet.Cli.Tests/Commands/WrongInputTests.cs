using System.Text.RegularExpressions;

namespace VaeMlNet.Cli.Tests;

/// <summary>
/// Every verb with what can be wrong about its inputs: one line with the facts, the right exit code, and nothing half-written.
/// A verb that is not here fails <see cref="EveryVerb_OfTheTool_IsHere"/>.
/// </summary>
internal sealed class WrongInputTests
{
    private const string Row = "1,2,3\n";

    // What reads rows with a model of numbers; each writes where OUT stands.
    private static readonly string[] RowVerbs =
    [
        "encode MODEL --data=DATA --out=OUT",
        "reconstruct MODEL --data=DATA --out=OUT",
        "score MODEL --data=DATA --out=OUT",
        "report MODEL --data=DATA --out=OUT",
        "compare MODEL --data=DATA --out=OUT",
        "interpolate MODEL --data=DATA --out=OUT",
        "threshold MODEL --data=DATA --quantile=0.9",
    ];

    // What takes a model folder.
    private static readonly string[] ModelVerbs =
    [
        .. RowVerbs,
        "decode MODEL --data=LATENTS --out=OUT",
        "sample MODEL --out=OUT",
        "synthesize MODEL --out=OUT",
        "impute MODEL --data=DATA --out=OUT",
        "verify MODEL",
        "info MODEL",
    ];

    // What reads rows to train on, or like those.
    private static readonly string[] TrainingVerbs =
    [
        "train --model=fully-connected --likelihood=gaussian --epochs=1 --data=DATA --out=OUT",
        "export --model=fully-connected --likelihood=gaussian --epochs=1 --data=DATA --out=OUT",
        "export --checkpoint=CHECKPOINT --data=DATA --out=OUT",
        "evaluate --checkpoint=CHECKPOINT --data=DATA --out=OUT",
    ];

    private static readonly string[] TableVerbs =
    [
        "train --epochs=1 --data=DATA --out=OUT",
        "export --epochs=1 --data=DATA --out=OUT",
        "tune DATA --method=random --trials=1 --out=OUT",
        "quality --real=DATA --synthetic=TABLE --out=OUT",
        "quality --real=TABLE --synthetic=DATA --out=OUT",
        "info DATA",
    ];

    // Without a model, rows or files, or with a model of a table: they are tested in files of their own.
    private static readonly string[] OtherVerbs = ["completion", "plan", "merge", "job", "label"];

    private TemporaryFolder folder = null!;

    private static IEnumerable<string> Readers => [.. RowVerbs, .. TrainingVerbs, .. TableVerbs];

    private static IEnumerable<string> NumberReaders => [.. RowVerbs, .. TrainingVerbs];

    private static IEnumerable<string> Writers =>
        Readers.Concat(ModelVerbs).Distinct().Where(line => line.Contains("OUT", StringComparison.Ordinal));

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void EveryVerb_OfTheTool_IsHere()
    {
        var tested = Readers.Concat(ModelVerbs).Select(line => line.Split(' ')[0]).Concat(OtherVerbs);

        Assert.That(CliReference.Verbs.Select(verb => verb.Name).Except(tested), Is.Empty);
    }

    [TestCaseSource(nameof(Readers))]
    public void Run_MissingFile_NamesIt(string line) =>
        Run(line, data: "nowhere.csv").Failed(1, "'nowhere.csv'", "no such file");

    [TestCaseSource(nameof(Readers))]
    public void Run_EmptyFile_IsRefused(string line) => Refuses(line, "", 1, "empty");

    [TestCaseSource(nameof(Readers))]
    public void Run_OtherDelimiter_IsRefused(string line) =>
        Refuses(line, "a:b:c\n1:2:3\n4:5:6\n", 1, "'a:b:c'", "':'");

    [TestCaseSource(nameof(Readers))]
    public void Run_RowOfAnotherLength_NamesIt(string line) =>
        Refuses(line, "a,b,c\n" + Row + "1,2\n", 1, "row 2 (line 3)", "2 cells", "3 columns");

    [TestCaseSource(nameof(Readers))]
    public void Run_UnclosedQuote_NamesTheLine(string line) =>
        Refuses(line, "a,b,c\n" + Row + "1,\"2,3\n", 1, "damaged at line 3");

    [TestCaseSource(nameof(Readers))]
    public void Run_DamagedGzipFile_IsRefused(string line)
    {
        var path = folder.Write("d.csv.gz", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);

        Run(line, path).Failed(1, path, "damaged");

        Assert.That(folder.Entries, Is.EqualTo(new[] { "d.csv.gz" }));
    }

    [TestCaseSource(nameof(NumberReaders))]
    public void Run_HeaderOfOtherColumns_IsRefused(string line)
    {
        // With a model, too few columns; before there is one, a column that is asked for and not there.
        var trains = line.Contains("--epochs", StringComparison.Ordinal);

        Refuses(
            trains ? $"{line} --columns=a,d" : line,
            "a,b\n1,2\n3,4\n",
            1,
            trains ? ["no column 'd'", "'a', 'b'"] : ["2", "3", "features"]
        );
    }

    [TestCaseSource(nameof(NumberReaders))]
    public void Run_CellThatIsNotANumber_NamesItsPlace(string line) =>
        Refuses(line, "a,b,c\n" + Row + "4,five,6\n", 1, "row 2 (line 3)", "column 'b'", "'five'");

    [Test]
    public void Table_ColumnMissing_IsNamed(
        [Values("encode", "reconstruct", "score", "impute", "threshold", "report", "compare")] string verb
    )
    {
        var more = verb == "threshold" ? "--quantile=0.9" : "--out=OUT";
        var text = TinyTable.Rows(30, seed: 4).Replace("Color", "Colour", StringComparison.Ordinal);

        Refuses($"{verb} TABLEMODEL --data=DATA {more}", text, 1, "no column 'Color'", "'Colour'");
    }

    [Test]
    public void Table_CellThatIsNoNumber_IsNamed(
        [Values("encode", "reconstruct", "score", "impute", "threshold", "report", "compare")] string verb
    )
    {
        var more = verb == "threshold" ? "--quantile=0.9" : "--out=OUT";
        var text = TinyTable.Rows(30, seed: 4) + "x30,40.5,much,true,blue,0\n";

        Refuses($"{verb} TABLEMODEL --data=DATA {more}", text, 1, "row 31 (line 32)", "column 'Income'", "'much'");
    }

    [TestCaseSource(nameof(TableVerbs))]
    public void Table_TextAmongNumbers_IsNamed(string line)
    {
        var text =
            "a,b,c\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i * i % 7},{i % 3}\n")) + "1,x,2\n";
        if (line.StartsWith("info", StringComparison.Ordinal))
        {
            // It says so and goes on: that is what it is for.
            Assert.That(Run(line, folder.Write("d.csv", text)).Succeeded().Output, Does.Contain("row 31 (line 32)"));
            return;
        }

        // Synthetic rows have the kinds of the real ones.
        var advice = line.Contains("--synthetic=DATA", StringComparison.Ordinal) ? "Fix the cell" : "--categorical='b'";

        Refuses(line, text, 1, "row 31 (line 32)", "column 'b'", "'x'", advice);
    }

    [TestCaseSource(nameof(Writers))]
    public void Run_OutputBelowAFile_IsRefused(string line)
    {
        var file = folder.Write("file", "");

        var run = Run(line, DataFor(line), $"{file}/out");

        run.Failed(1, "Could not write", file);

        Assert.That(folder.Entries, Is.SubsetOf(new[] { "d.csv", "file" }));
    }

    [TestCaseSource(nameof(ModelVerbs))]
    public void Run_MissingModel_NamesIt(string line)
    {
        folder.Write("notes.txt", "no model");

        Run(line, DataFor(line), model: folder.Path).Failed(1, folder.Path);

        Assert.That(folder.Entries, Is.SubsetOf(new[] { "d.csv", "notes.txt" }));
    }

    [TestCaseSource(nameof(ModelVerbs))]
    public void Run_ModelOfANewerFormat_IsRefused(string line)
    {
        var model = CopyModel(line);
        var manifest = Path.Combine(model, "manifest.json");
        File.WriteAllText(
            manifest,
            File.ReadAllText(manifest)
                .Replace("\"format_version\": 1", "\"format_version\": 2", StringComparison.Ordinal)
        );

        var run = RunWith(model, line);

        run.Failed(1, model, "2");

        Assert.That(run.Error, Does.Contain("version").Or.Contain("SHA-256").Or.Contain("manifest.json"));
    }

    [TestCaseSource(nameof(ModelVerbs))]
    public void Run_DamagedModel_IsRefused(string line)
    {
        var model = CopyModel(line);
        foreach (var graph in Directory.GetFiles(model, "*.onnx"))
        {
            var bytes = File.ReadAllBytes(graph);
            File.WriteAllBytes(graph, bytes[..(bytes.Length / 2)]);
        }

        RunWith(model, line).Failed(1, model, ".onnx");
    }

    [TestCaseSource(nameof(TrainingVerbs))]
    public void Run_MissingCheckpoint_NamesIt(string line)
    {
        if (line.Contains("CHECKPOINT", StringComparison.Ordinal))
        {
            Run(line.Replace("CHECKPOINT", folder["c"], StringComparison.Ordinal), DataFor(line))
                .Failed(1, folder["c"]);
            Assert.That(folder.Entries, Is.EqualTo(new[] { "d.csv" }));
        }
    }

    [TestCaseSource(nameof(Writers))]
    public void Run_CanceledBeforehand_Returns130(string line)
    {
        using CancellationTokenSource source = new();
        source.Cancel();

        var run = ToolRun.Run(source.Token, Words(line, DataFor(line), folder["out.csv"], ModelFor(line)));

        Assert.That((run.ExitCode, run.Error.Split('\n')), Is.EqualTo((130, new[] { run.Error.TrimEnd(), "" })));
        Assert.That(run.Error, Does.StartWith("vaemlnet: canceled"));
        Assert.That(folder.Entries, Is.EqualTo(new[] { "d.csv" }));
    }

    private void Refuses(string line, string text, int exitCode, params string[] facts)
    {
        var data = folder.Write("d.csv", text);

        Run(line, data).Failed(exitCode, [data, .. facts]);
        Assert.That(folder.Entries, Is.EqualTo(new[] { "d.csv" }), "nothing is half-written");
    }

    private ToolRun Run(string line, string data, string? output = null, string? model = null) =>
        ToolRun.Run(Words(line, data, output ?? folder["out.csv"], model ?? ModelFor(line)));

    private ToolRun RunWith(string model, string line)
    {
        var data = DataFor(line);
        string[] before = [.. folder.Entries];
        var run = Run(line, data, model: model);
        Assert.That(folder.Entries, Is.EqualTo(before), "nothing is half-written");
        return run;
    }

    private static string[] Words(string line, string data, string output, string model)
    {
        Dictionary<string, string> values = new()
        {
            ["MODEL"] = model,
            ["TABLEMODEL"] = TinyTable.Folder,
            ["DATA"] = data,
            ["LATENTS"] = data,
            ["TABLE"] = TinyModel.Table,
            ["CHECKPOINT"] = TinyModel.Checkpoint,
            ["OUT"] = output,
        };
        return
        [
            .. line.Split(' ')
                .Select(word =>
                    Regex.Replace(word, "[A-Z]{3,}", m => values.GetValueOrDefault(m.Value, m.Value), RegexOptions.None)
                ),
        ];
    }

    private static bool IsOfTable(string line) =>
        line.StartsWith("impute", StringComparison.Ordinal) || line.StartsWith("synthesize", StringComparison.Ordinal);

    private static string ModelFor(string line) => IsOfTable(line) ? TinyTable.Folder : TinyModel.Folder;

    private string CopyModel(string line) => folder.CopyOf(ModelFor(line), "model");

    /// <summary>Returns rows that the verb accepts.</summary>
    private string DataFor(string line) =>
        folder.Write(
            "d.csv",
            line.Contains("LATENTS", StringComparison.Ordinal) ? "latent_0,latent_1\n0,1\n"
                : IsOfTable(line) ? TinyTable.Rows(30, seed: 3)
                : TinyModel.Rows(30, seed: 3)
        );

    public static IEnumerable<TestCaseData> OptionsOfOneValue =>
        from verb in CliReference.Verbs
        from option in verb.Options
        where option.Arity.MaximumNumberOfValues == 1 && option.ValueType != typeof(bool)
        select new TestCaseData(verb.Name, option.Name);

    [TestCaseSource(nameof(OptionsOfOneValue))]
    public void Parse_OptionOfOneValueTwice_IsAUsageError(string verb, string option) =>
        ToolRun
            .Run(verb, $"{option}=1", $"{option}=1")
            .Failed(ExitCode.Usage, $"'{option}' expects a single argument but 2 were provided");
}
