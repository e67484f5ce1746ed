using System.Globalization;
using System.Text.RegularExpressions;

namespace VaeMlNet.Cli.Tests;

/// <summary>train, export, verify and evaluate on a table of mixed columns.</summary>
internal sealed class TableTrainingTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Train_Table_DescribesItsColumns()
    {
        var run = Train(TinyTable.Data).Succeeded();

        Assert.That(
            run.OutputLines[1..7],
            Has.ItemAt(0)
                .Match("^column +kind +missing +values$")
                .And.ItemAt(1)
                .Match(@"^Age +number +11 +\d[0-9.]* … \d[0-9.]*, median \d[0-9.]*$")
                .And.ItemAt(2)
                .Match("^Income +integer +0 ")
                .And.ItemAt(3)
                .Match("^Member +boolean +0 +false [0-9]+ %, true [0-9]+ %$")
                .And.ItemAt(4)
                .Match("^Color +category of 3 +9 +blue ")
                .And.ItemAt(5)
                .EqualTo("training on 4 columns of 80 rows; seed 1")
        );
        Assert.That(run.Output, Does.Match("trained 4-8-2 in 4 epochs of batches of 16"));
    }

    [Test]
    public void Train_EmbedAbove_GivesAColumnVectorsInsteadOfSlots()
    {
        long WeightBytes(params string[] more)
        {
            Train(TinyTable.Data, more).Succeeded();
            // The best epoch and the last one have files of the same size.
            return new DirectoryInfo(folder["c"])
                .EnumerateFiles("weights-*")
                .Select(file => file.Length)
                .Distinct()
                .Single();
        }

        Assert.That(WeightBytes("--embed-above=2"), Is.Not.EqualTo(WeightBytes()));
    }

    [Test]
    [Category("Long")]
    public void Train_WithoutOptions_ChoosesFromTheTableAndPrintsFewLines()
    {
        var run = ToolRun
            .Run(
                "train",
                "--model=table",
                $"--data={TinyTable.Data}",
                "--columns=Income,Member",
                $"--out={folder["c"]}"
            )
            .Succeeded();

        var trained = Regex.Match(run.Output, @"trained \d+-64-64-\d+ in (\d+) epochs of batches of 128");

        Assert.That(trained.Success, run.Output);

        var epochs = trained.Groups[1].Value;

        Assert.That(epochs, Has.Length.GreaterThan(2), "many epochs");
        Assert.That(run.OutputLines.Count(l => l.StartsWith("epoch ", StringComparison.Ordinal)), Is.InRange(5, 22));
        Assert.That(run.Output, Does.Contain("epoch 1/500:").And.Contain("converged"));

        var loss = Regex.Match(run.Output, @"loss (\S+) \(reconstruction (\S+), kl (\S+) \* 0.05\)");
        double Figure(int group) => double.Parse(loss.Groups[group].Value, CultureInfo.InvariantCulture);

        Assert.That(loss.Success, run.Output);
        Assert.That(Figure(2) + (0.05 * Figure(3)), Is.EqualTo(Figure(1)).Within(0.02));
    }

    [Test]
    public void Export_Table_HasItsRawColumnsInTheManifest()
    {
        var manifest = VaeModel.ReadManifest(TinyTable.Folder);

        Assert.That(manifest.Inputs, Is.EqualTo(VaeManifest.ColumnInputs));
        Assert.That(
            manifest.Columns.Select(c => (c.Name, c.Type)),
            Is.EqualTo(new[] { ("Age", "single"), ("Income", "single"), ("Member", "key"), ("Color", "key") })
        );
        Assert.That(manifest.Columns[3].KeyValues, Is.EqualTo(new[] { "blue", "dark, red", "green" }));
        Assert.That(manifest.Columns[0].MissingShare, Is.EqualTo(11 / 80.0).Within(1e-6));

        ToolRun.Run("verify", TinyTable.Folder).Succeeded();
    }

    [Test]
    public void Export_Tabular_KeepsItsNetworkOnRawColumns()
    {
        ToolRun
            .Run(
                "export",
                "--model=tabular",
                "--likelihood=student-t",
                "--epochs=1",
                $"--data={TinyTable.Data}",
                "--columns=Age,Color",
                $"--out={folder["m"]}"
            )
            .Succeeded();

        var manifest = VaeModel.ReadManifest(folder["m"]);

        Assert.That(manifest.Architecture.HiddenDims, Is.EqualTo(new[] { 100, 20 }));
        Assert.That((manifest.Latent.Dim, manifest.Columns[0].Likelihood), Is.EqualTo((100, "student_t")));
    }

    [TestCase("standard-normal", false, "log-normal", "log_normal")]
    [TestCase("vamp", true, "zero-inflated-log-normal", "zero_inflated_log_normal")]
    public void Export_PriorAndLikelihood_AreInTheManifest(
        string prior,
        bool isLearned,
        string likelihood,
        string likelihoodName
    )
    {
        File.WriteAllLines(
            folder["amounts.csv"],
            ["Amount,Color", .. Enumerable.Range(1, 60).Select(i => $"{i * i}.5,{(i % 3 == 0 ? "red" : "blue")}")]
        );
        ToolRun
            .Run(
                "export",
                "--model=table",
                $"--prior={prior}",
                $"--likelihood={likelihood}",
                "--epochs=1",
                $"--data={folder["amounts.csv"]}",
                $"--out={folder["m"]}"
            )
            .Succeeded();

        var manifest = VaeModel.ReadManifest(folder["m"]);

        Assert.That(
            (manifest.Latent.HasLearnedPrior, manifest.Columns[0].Likelihood),
            Is.EqualTo((isLearned, likelihoodName))
        );

        ToolRun.Run("verify", folder["m"]).Succeeded();
    }

    [TestCase("table", "histogram", 0)]
    [TestCase("detector", "student_t", 0.3)]
    public void Train_TableOrDetector_ChoosesLikelihoodAndTrimming(string model, string likelihood, double trimmedShare)
    {
        ToolRun
            .Run(
                "train",
                $"--model={model}",
                $"--data={TinyTable.Data}",
                "--columns=Income",
                "--epochs=2",
                $"--out={folder["c"]}"
            )
            .Succeeded();

        using var trained = TrainedVae.LoadCheckpoint(folder["c"]);

        Assert.That(trained.TableColumns!.Single().Likelihood, Is.EqualTo(likelihood));
        Assert.That(trained.Options.TrimmedShare, Is.EqualTo(trimmedShare));
    }

    [Test]
    public void Train_OptionsFileAndTable_TakesBoth()
    {
        var options = folder.Write("o.json", "{ \"hidden_dims\": [5], \"epoch_count\": 2, \"contamination\": 0.1 }");

        var run = ToolRun
            .Run(
                "train",
                "--model=table",
                $"--options={options}",
                $"--data={TinyTable.Data}",
                "--columns=Age,Color",
                $"--out={folder["c"]}"
            )
            .Succeeded();

        Assert.That(run.Output, Does.Match(@"-5-\d+ in 2 epochs"));
    }

    [Test]
    public void Train_FewerRowsAndValidation_SaysTheNumberAndJudgesByTheOther()
    {
        var validation = folder.Write("v.csv", "Color,Age,Income,Member\npurple,40,30000,true\n,,,false\n");

        var run = Train(TinyTable.Data, "--rows=20", $"--validation={validation}");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Does.Contain("on 4 columns of 20 rows").And.Contain(", validation "));
        Assert.That(run.Error, Does.Contain("1 cell of column 'Color'").And.Contain("v.csv"));
    }

    [Test]
    public void Evaluate_OtherRowsWithFewerCategories_ReadsThemByTheModelsColumns()
    {
        var other = folder.Write("other.csv", "Color,Member,Age,Income\nblue,false,30,31000\n?,true,,52000\n");

        var run = ToolRun
            .Run("evaluate", $"--checkpoint={TinyTable.Checkpoint}", $"--data={other}", "--samples=3")
            .Succeeded();

        Assert.That(run.Output, Does.Contain("over 2 rows").And.Contain("active_units="));
    }

    [Test]
    public void Export_CheckpointWithoutAColumn_NamesIt()
    {
        var other = folder.Write("other.csv", "Color,Age\nblue,30\n");

        ToolRun
            .Run("export", $"--checkpoint={TinyTable.Checkpoint}", $"--data={other}", $"--out={folder["m"]}")
            .Failed(1, "other.csv", "no column 'Income'", "'Color', 'Age'");
    }

    [Test]
    public void Train_CellOfAnotherKind_NamesItsPlace()
    {
        var data = folder.Write("x.csv", TinyTable.Rows(40, seed: 2) + "x,forty,1,true,blue,0\n");

        Train(data).Failed(1, "row 41 (line 42)", "column 'Age'", "'forty'", "--categorical='Age'");

        Assert.That(Directory.Exists(folder["c"]), Is.False);
    }

    [Test]
    public void Train_NumbersOnlyModelOnATable_StillNamesTheCell()
    {
        ToolRun
            .Run("train", "--model=fully-connected", $"--data={TinyTable.Data}", $"--out={folder["c"]}")
            .Failed(1, "row 1", "column 'Id'", "'x0'");
    }

    [TestCase("--likelihood=bernoulli", "--likelihood=bernoulli", "student-t")]
    [TestCase("--mnist=folder", "--data and --mnist", "cannot be combined")]
    [TestCase("--ignore=Nope", null, "no column 'Nope'")]
    [TestCase("--categorical=Nope", null, "no column 'Nope'")]
    [TestCase("--label-column=Nope", null, "no column 'Nope'")]
    public void Train_WrongOption_ReportsIt(string option, string? usageFact, string fact)
    {
        var run = ToolRun.Run(
            "train",
            "--model=table",
            $"--data={TinyTable.Data}",
            option,
            "--epochs=1",
            $"--out={folder["c"]}"
        );

        run.Failed(usageFact is null ? 1 : 2, usageFact ?? fact, fact);
    }

    [Test]
    public void Train_CategoricalForANumbersModel_IsAUsageError()
    {
        ToolRun
            .Run("train", "--model=fully-connected", $"--data={TinyTable.Data}", "--categorical=Age", "--out=x")
            .Failed(2, "--categorical", "--model=table");
    }

    [Test]
    public void Train_TableOnMnist_IsAUsageError() =>
        ToolRun
            .Run("train", "--model=table", "--mnist=x", "--out=x")
            .Failed(2, "--model=table", "--mnist has no effect");

    [Test]
    public void Train_Images_SaysTheyAreNoTable()
    {
        var data = folder.Write("images", IdxBytes.Digits(2, seed: 1).Images);

        ToolRun.Run("train", "--model=table", $"--data={data}", $"--out={folder["c"]}").Failed(1, data, "IDX");
    }

    private ToolRun Train(string data, params string[] more) =>
        ToolRun.Run(["train", "--model=table", $"--data={data}", $"--out={folder["c"]}", .. TinyTable.Sizes, .. more]);
}
