namespace VaeMlNet.Cli.Tests;

/// <summary>
/// Verbs that run in shards, and the merge of their parts: the result equals the output of one process, byte for byte.
/// </summary>
internal sealed class ShardCommandTests
{
    private const int Rows = 1000;
    private const int Shards = 3;

    private TemporaryFolder folder = null!;

    private string Parts => folder["parts"];

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase("encode")]
    [TestCase("score")]
    [TestCase("score", "--kind=reconstruction-error", "--contributions")]
    [TestCase("reconstruct")]
    public void Merge_ShardsOfNumbers_AreWhatOneProcessWrites(string verb, params string[] options) =>
        MergedEqualsWhole(verb, TinyModel.Folder, folder.Write("x.csv", TinyModel.Rows(Rows, seed: 3)), options);

    [TestCase("encode")]
    [TestCase("score")]
    [TestCase("reconstruct")]
    [TestCase("impute")]
    [TestCase("impute", "--kind=draw", "--seed=5")]
    [TestCase("impute", "--draws=3", "--seed=5")]
    [TestCase("impute", "--uncertainty")]
    [TestCase("score", "--p-values")]
    public void Merge_ShardsOfATable_AreWhatOneProcessWrites(string verb, params string[] options) =>
        MergedEqualsWhole(verb, TinyTable.Folder, folder.Write("x.csv", TinyTable.Rows(Rows, seed: 3)), options);

    [Test]
    public void Merge_SeveralFiles_AreOneInTheirOrder()
    {
        Directory.CreateDirectory(folder["in"]);
        folder.Write("in/a.csv", TinyTable.Rows(300, seed: 1));
        folder.Write("in/b.csv", TinyTable.Rows(1, seed: 2));
        folder.Write("in/c.csv", TinyTable.Rows(700, seed: 3));
        string[] lines =
        [
            .. new[] { "a", "b", "c" }.SelectMany(
                (name, i) => File.ReadLines(folder["in", $"{name}.csv"]).Skip(i == 0 ? 0 : 1)
            ),
        ];
        var together = folder.Write("all.csv", string.Join('\n', lines) + "\n");

        ToolRun.Run("score", TinyTable.Folder, $"--data={together}", $"--out={folder["whole.csv"]}").Succeeded();
        ToolRun.Run("score", TinyTable.Folder, $"--data={folder["in"]}", $"--out={folder["one.csv"]}").Succeeded();
        RunShards("score", TinyTable.Folder, folder["in", "*.csv"]);
        ToolRun.Run("merge", Parts, $"--out={folder["merged.csv"]}").Succeeded();

        Assert.That(File.ReadAllText(folder["one.csv"]), Is.EqualTo(File.ReadAllText(folder["whole.csv"])));
        Assert.That(File.ReadAllText(folder["merged.csv"]), Is.EqualTo(File.ReadAllText(folder["whole.csv"])));
    }

    [Test]
    public void Merge_NameOfAColumnWithALineBreak_IsWrittenOnce()
    {
        var rows = TinyTable.Rows(100, seed: 3).Replace("Id,", "\"Id\nof \"\"row\"\"\",", StringComparison.Ordinal);
        var data = folder.Write("x.csv", rows);
        ToolRun
            .Run("score", TinyTable.Folder, $"--data={data}", $"--out={folder["whole.csv"]}", "--keep=all")
            .Succeeded();

        RunShards("score", TinyTable.Folder, data, "--keep=all");
        Merge().Succeeded();

        Assert.That(File.ReadAllText(folder["whole.csv"]), Does.StartWith("\"Id\nof"));
        Assert.That(File.ReadAllText(folder["merged.csv"]), Is.EqualTo(File.ReadAllText(folder["whole.csv"])));
    }

    [Test]
    public void Shard_Images_AreWhatOneProcessWrites()
    {
        (var images, _) = IdxBytes.Digits(Rows, seed: 4);
        var mnist = Repository.PathOf("onnx", "mnist");
        MergedEqualsWhole("encode", mnist, folder.Write("x-idx3-ubyte", images), []);
    }

    [Test]
    public void Shard_DoneBefore_DoesNothing()
    {
        var data = folder.Write("x.csv", TinyModel.Rows(Rows, seed: 3));
        ToolRun.Run("plan", $"--data={data}", $"--shards={Shards}", $"--out={Parts}").Succeeded();
        RunShards("score", TinyModel.Folder, data);
        var before = Written();
        foreach (var run in RunShards("score", TinyModel.Folder, data))
        {
            Assert.That(run.Output, Does.Contain("already exists"));
        }

        Assert.That(Written(), Is.EqualTo(before));
    }

    [Test]
    public void Shard_WithoutItsPart_IsRunAgain()
    {
        var data = folder.Write("x.csv", TinyModel.Rows(Rows, seed: 3));
        RunShards("score", TinyModel.Folder, data);
        var part = folder["parts", "part-00002-of-00003.csv"];
        var before = File.ReadAllText(part);
        File.Delete(part);
        RunShards("score", TinyModel.Folder, data);

        Assert.That(File.ReadAllText(part), Is.EqualTo(before));
    }

    [Test]
    public void Merge_Manifest_ListsThePartsWithTheirSums()
    {
        RunShards("score", TinyModel.Folder, folder.Write("x.csv", TinyModel.Rows(Rows, seed: 3)));
        ToolRun.Run("merge", Parts, $"--manifest={folder["parts.json"]}").Succeeded();
        var manifest = File.ReadAllText(folder["parts.json"]);

        Assert.That(
            manifest,
            Does.Contain("\"rows\": 1000").And.Contain("part-00003-of-00003.csv").And.Contain("\"sha256\"")
        );
    }

    [Test]
    public void Merge_ShardMissing_NamesIt()
    {
        var data = folder.Write("x.csv", TinyModel.Rows(Rows, seed: 3));
        Shard("score", TinyModel.Folder, data, 2).Succeeded();
        Merge().Failed(ExitCode.Error, "2 of 3 shards", "1, 3", Parts);

        Assert.That(File.Exists(folder["merged.csv"]), Is.False);
    }

    [TestCase("out")]
    [TestCase("manifest")]
    public void Merge_PartGone_NamesItsShard(string option)
    {
        RunShards("score", TinyModel.Folder, folder.Write("x.csv", TinyModel.Rows(Rows, seed: 3)));
        File.Delete(folder["parts", "part-00002-of-00003.csv"]);
        var target = folder["merged"];
        ToolRun.Run("merge", Parts, $"--{option}={target}").Failed(ExitCode.Error, "1 of 3 shards", ": 2.", Parts);

        Assert.That(File.Exists(target), Is.False);
    }

    [Test]
    public void Merge_NoJob_ReportsIt()
    {
        Directory.CreateDirectory(Parts);
        Merge().Failed(ExitCode.Error, "plan.json", Parts);
    }

    [TestCase("out", "part-00002-of-00003.csv")]
    [TestCase("out", "plan.json")]
    [TestCase("manifest", "part-00001-of-00003.json")]
    public void Merge_IntoAFileOfTheJob_IsRefusedAndChangesNothing(string option, string name)
    {
        RunShards("score", TinyModel.Folder, folder.Write("x.csv", TinyModel.Rows(Rows, seed: 3)));
        var before = Written();
        ToolRun
            .Run("merge", Parts, $"--{option}={folder["parts", name]}")
            .Failed(ExitCode.Error, "it is the input file", name);

        Assert.That(Written(), Is.EqualTo(before));
    }

    [Test]
    public void Merge_PartChanged_IsRefusedAndNothingWritten()
    {
        RunShards("score", TinyModel.Folder, folder.Write("x.csv", TinyModel.Rows(Rows, seed: 3)));
        var part = folder["parts", "part-00002-of-00003.csv"];
        var text = File.ReadAllText(part);
        File.WriteAllText(part, text[..^2] + "9\n");
        Merge().Failed(ExitCode.Error, "part-00002-of-00003.csv", "SHA-256", "shard 2");

        Assert.That(File.Exists(folder["merged.csv"]), Is.False);
    }

    [Test]
    public void Shard_OtherModel_IsRefusedByShardAndMerge()
    {
        var data = folder.Write("x.csv", TinyModel.Rows(Rows, seed: 3));
        Shard("score", TinyModel.Folder, data, 1).Succeeded();
        var other = TinyModel.CopyModel(folder);
        ToolRun.Run("threshold", other, $"--data={data}", "--quantile=0.5").Succeeded();
        Shard("score", other, data, 1).Failed(ExitCode.Error, "Shard 1/3", "another model");
        Shard("score", other, data, 2).Succeeded();
        Shard("score", other, data, 3).Succeeded();
        Merge().Failed(ExitCode.Error, "Shard 2/3", "another model", "differs from shard 1");
    }

    [Test]
    public void Shard_OtherOptionsInputOrCount_AreRefused()
    {
        var data = folder.Write("x.csv", TinyModel.Rows(Rows, seed: 3));
        var other = folder.Write("y.csv", TinyModel.Rows(Rows, seed: 4));
        Shard("score", TinyModel.Folder, data, 1).Succeeded();
        Shard("encode", TinyModel.Folder, data, 1).Failed(ExitCode.Error, "'score'", "'encode'");
        Shard("score", TinyModel.Folder, data, 1, "--contributions")
            .Failed(ExitCode.Error, "'score'", "'score --contributions");
        Shard("score", TinyModel.Folder, other, 2).Failed(ExitCode.Error, "plan", "y.csv");
        ToolRun
            .Run("score", TinyModel.Folder, $"--data={data}", $"--out={Parts}", "--shard=1/4")
            .Failed(ExitCode.Error, "has 3 shards", "--shard asks for 4");
        ToolRun
            .Run("score", TinyModel.Folder, $"--data={data}", $"--out={Parts}", "--shard=1/1")
            .Failed(ExitCode.Error, "has 3 shards", "--shard asks for 1", "--shard=auto/3");
    }

    [Test]
    public void Shard_OtherContentOfTheSchemaFile_IsRefusedByShardAndMerge()
    {
        var data = folder.Write("x.csv", TinyTable.Rows(Rows, seed: 3));
        var first = VaeModel.ReadManifest(TinyTable.Folder).TableSchema!;
        var second = first with
        {
            Columns = [.. first.Columns.Select(column => column with { MissingTexts = ["none"] })],
        };
        var option = $"--schema={folder.Write("s.json", first.ToJson())}";
        Shard("score", TinyTable.Folder, data, 1, option).Succeeded();
        Shard("score", TinyTable.Folder, data, 1, option).Succeeded();
        folder.Write("s.json", second.ToJson());
        Shard("score", TinyTable.Folder, data, 1, option).Failed(ExitCode.Error, "Shard 1/3", "s.json (SHA-256");
        Shard("score", TinyTable.Folder, data, 2, option).Succeeded();
        Shard("score", TinyTable.Folder, data, 3, option).Succeeded();
        Merge().Failed(ExitCode.Error, "Shard 2/3", "s.json (SHA-256", "differs from shard 1");
    }

    [Test]
    public void Shard_InputCutOff_IsRefused()
    {
        var data = folder.Write("x.csv", TinyModel.Rows(Rows, seed: 3));
        Shard("score", TinyModel.Folder, data, 1).Succeeded();
        var text = File.ReadAllText(data);
        File.WriteAllText(data, text[..(text.Length / 2)]);
        Shard("score", TinyModel.Folder, data, 2)
            .Failed(ExitCode.Error, "x.csv", $"{text.Length} bytes", $"has {text.Length / 2}");

        Assert.That(folder.Entries, Has.None.Contains("part-00002"));
    }

    /// <summary>The parts of other rows counted as done, so that merge wrote their scores.</summary>
    [Test]
    public void Shard_PlanDeletedAndDataChanged_IsRefusedByShardAndMerge()
    {
        var data = folder.Write("x.csv", TinyModel.Rows(Rows, seed: 3));
        RunShards("score", TinyModel.Folder, data);
        File.Delete(folder["parts", "plan.json"]);
        folder.Write("x.csv", TinyModel.Rows(Rows, seed: 4));

        Shard("score", TinyModel.Folder, data, 1).Failed(ExitCode.Error, "Shard 1/3", "another plan");
        Merge().Failed(ExitCode.Error, "Shard 1/3", "another plan");
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "links need a privilege")]
    public void Shard_LinkToAFileThatChanged_IsRefused()
    {
        var target = folder.Write("x.csv", TinyModel.Rows(Rows, seed: 3));
        var length = new FileInfo(target).Length;
        var data = folder["link.csv"];
        File.CreateSymbolicLink(data, target);
        Shard("score", TinyModel.Folder, data, 1).Succeeded();
        File.AppendAllText(target, "1,2,3\n");
        Shard("score", TinyModel.Folder, data, 2).Failed(ExitCode.Error, "link.csv", $"had {length} bytes");
    }

    [Test]
    public void Shard_IntoTheFolderOfTheData_IsRefusedAndWritesNothing()
    {
        Directory.CreateDirectory(Parts);
        folder.Write("parts/a.csv", TinyModel.Rows(Rows, seed: 3));
        Shard("score", TinyModel.Folder, Parts, 1).Failed(ExitCode.Error, "a.csv", $"'{Parts}' of --out");
        ToolRun
            .Run("plan", $"--data={Parts}", $"--shards={Shards}", $"--out={Parts}")
            .Failed(ExitCode.Error, "a.csv", $"'{Parts}' of --out");

        Assert.That(folder.Entries, Is.EqualTo(new[] { "parts", Path.Combine("parts", "a.csv") }));
    }

    [TestCase("a.csv", "linked")]
    [TestCase("linked.csv", "data")]
    [TestCase("outside.csv", "linked")]
    public void Shard_IntoALinkToTheFolderOfTheData_IsRefusedAndWritesNothing(string file, string output)
    {
        Directory.CreateDirectory(folder["data"]);
        folder.Write("data/a.csv", TinyModel.Rows(Rows, seed: 3));
        File.CreateSymbolicLink(folder["outside.csv"], folder["data", "a.csv"]);
        folder.Write("b.csv", TinyModel.Rows(Rows, seed: 3));
        File.CreateSymbolicLink(folder["data", "linked.csv"], folder["b.csv"]);
        Directory.CreateSymbolicLink(folder["linked"], folder["data"]);
        var data = file == "outside.csv" ? folder[file] : folder["data", file];
        ToolRun
            .Run("score", TinyModel.Folder, $"--data={data}", "--shard=1/1", $"--out={folder[output]}")
            .Failed(ExitCode.Error, file, $"'{folder[output]}' of --out");

        Assert.That(Directory.GetFiles(folder["data"]), Has.Length.EqualTo(2));
    }

    [Test]
    public void Shard_PatternThatMatchesTheParts_IsRefusedWithThePart()
    {
        folder.Write("a.csv", TinyModel.Rows(Rows, seed: 3));
        var data = folder["**", "*.csv"];
        Shard("score", TinyModel.Folder, data, 1).Succeeded();
        Shard("score", TinyModel.Folder, data, 2)
            .Failed(ExitCode.Error, "part-00001-of-00003.csv", $"'{Parts}' of --out");
    }

    [Test]
    public void Shard_BadCell_IsNamedByItsRowInTheWholeFile()
    {
        var lines = TinyModel.Rows(Rows, seed: 3).Split('\n');
        lines[900] = "1,two,3";
        var data = folder.Write("x.csv", string.Join('\n', lines));
        Shard("score", TinyModel.Folder, data, 3).Failed(ExitCode.Error, "row 900", "'b'", "'two'");

        Assert.That(folder.Entries, Has.None.Contains("part-"));
    }

    [TestCase("4/3", "4 of 3")]
    [TestCase("0/3", "0")]
    [TestCase("x", "I/N")]
    public void Shard_NoSuchShard_IsAUsageError(string shard, string fact) =>
        ToolRun
            .Run("score", TinyModel.Folder, $"--data={TinyModel.Table}", $"--out={Parts}", $"--shard={shard}")
            .Failed(ExitCode.Usage, "--shard", fact);

    [Test]
    public void Shard_OfStandardInput_IsRefused() =>
        Shard("score", TinyModel.Folder, "-", 1).Failed(ExitCode.Error, "standard input", "file first");

    private void MergedEqualsWhole(string verb, string model, string data, string[] options)
    {
        ToolRun.Run([verb, model, $"--data={data}", $"--out={folder["whole.csv"]}", .. options]).Succeeded();
        RunShards(verb, model, data, options);
        Merge().Succeeded();
        var draws = options.Contains("--draws=3") ? 3 : 1;
        Assert.That(File.ReadAllText(folder["merged.csv"]), Is.EqualTo(File.ReadAllText(folder["whole.csv"])));
        Assert.That(File.ReadLines(folder["merged.csv"]).Count(), Is.EqualTo((Rows * draws) + 1));
    }

    private ToolRun[] RunShards(string verb, string model, string data, params string[] options) =>
        [.. Enumerable.Range(1, Shards).Select(i => Shard(verb, model, data, i, options).Succeeded())];

    private ToolRun Shard(string verb, string model, string data, int index, params string[] options) =>
        ToolRun.Run([verb, model, $"--data={data}", $"--out={Parts}", $"--shard={index}/{Shards}", .. options]);

    private ToolRun Merge() => ToolRun.Run("merge", Parts, $"--out={folder["merged.csv"]}");

    private Dictionary<string, DateTime> Written() =>
        Directory.EnumerateFiles(Parts).ToDictionary(path => path, File.GetLastWriteTimeUtc);
}
