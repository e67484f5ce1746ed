using System.Globalization;

namespace VaeMlNet.Cli.Tests;

/// <summary>Models that learn from labels on the command line, which no later verb needs, and the verb that asks for labels.</summary>
internal sealed class LabelCommandTests
{
    private TemporaryFolder folder = null!;

    [OneTimeSetUp]
    public void WriteRows()
    {
        folder = new TemporaryFolder();
        var random = new Random(1);
        var rows = Enumerable
            .Range(0, 300)
            .Select(row =>
            {
                var amount = 20 + random.Next(20);
                var isFraud = row % 50 == 0;
                var kind =
                    row % 3 > 0 ? ""
                    : amount > 30 ? "large"
                    : "small";
                return FormattableString.Invariant(
                    $"{amount},{(isFraud ? 100 : 2 * amount)},{(isFraud ? "true" : "false")},{kind}"
                );
            });
        File.WriteAllLines(folder["rows.csv"], ["amount,weight,fraud,kind", .. rows]);
        File.WriteAllLines(folder["new.csv"], ["amount,weight", "25,50", "25,100"]);
    }

    [OneTimeTearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    [Proves(62)]
    public void Export_KnownAnomalies_AreScoredHighAndNotCounted()
    {
        var exported = Export("detector", "--known-anomalies=fraud", "--columns=amount,weight,fraud");
        ToolRun
            .Run("score", folder["detector"], $"--data={folder["new.csv"]}", $"--out={folder["scores.csv"]}")
            .Succeeded();
        var scores = File.ReadAllLines(folder["scores.csv"])[1..]
            .Select(line => double.Parse(line.Split(',')[0], CultureInfo.InvariantCulture))
            .ToArray();
        var manifest = VaeModel.ReadManifest(folder["detector"]);

        Assert.That(scores[1], Is.GreaterThan(scores[0] + 0.5), "above the usual scores, nats are logarithmic");
        Assert.That(manifest.Columns.Select(column => column.Name), Is.EqualTo(new[] { "amount", "weight" }));
        Assert.That(manifest.Training.LabeledRows, Is.EqualTo(6));
        Assert.That(
            ToolRun.Run("info", folder["detector"]).Output,
            Does.Contain("learned from 6 labeled rows, logarithmic above")
        );
        Assert.That(manifest.Training.Rows + manifest.Training.ValidationRows, Is.EqualTo(294));
        Assert.That(exported.Output, Does.Contain("test_loss="));
    }

    [Test]
    public void Export_Label_EveryVerbRunsTheModelWithoutIt()
    {
        Export("table", "--label=kind", "--columns=amount,weight,kind", "--latent=2", "--hidden=8");
        var (model, data) = (folder["table"], $"--data={folder["new.csv"]}");
        var manifest = VaeModel.ReadManifest(model);
        var label = manifest.Latent;
        ToolRun.Run("encode", model, data, $"--out={folder["latents.csv"]}").Succeeded();
        ToolRun.Run("decode", model, $"--data={folder["latents.csv"]}", $"--out={folder["decoded.csv"]}").Succeeded();
        foreach (var verb in (string[])["score", "reconstruct", "impute"])
        {
            ToolRun.Run(verb, model, data, $"--out={folder[$"{verb}.out"]}").Succeeded();
        }

        ToolRun.Run("synthesize", model, "--rows=20", $"--out={folder["synthetic.csv"]}").Succeeded();
        ToolRun.Run("report", model, $"--data={folder["rows.csv"]}", $"--out={folder["report.html"]}").Succeeded();
        var info = ToolRun.Run("info", model).Succeeded().Output;

        Assert.That(manifest.Columns.Select(column => column.Name), Is.EqualTo(new[] { "amount", "weight" }));
        Assert.That(label.LabelColumnName, Is.EqualTo("kind"));
        Assert.That(label.LabelValues, Is.EquivalentTo(new[] { "large", "small" }));
        Assert.That(File.ReadLines(folder["latents.csv"]).First().Split(','), Has.Length.EqualTo(2 + 2));
        Assert.That(info, Does.Contain("2 gaussian, and the label kind of 2 categories"));
    }

    [Test]
    public void Export_LabelsOfImages_AreALatentOfTheModel()
    {
        var (images, labels) = IdxBytes.Digits(60, seed: 1);
        for (var image = 20; image < 60; image++)
        {
            labels[^(60 - image)] = 255; // no label
        }

        var data = $"--data={folder.Write("images", images)}";
        string[] arguments = ["--model=fully-connected", "--hidden=8", "--latent=3", "--epochs=2", data];
        ToolRun
            .Run([
                "export",
                .. arguments,
                $"--labels={folder.Write("labels", labels)}",
                $"--out={folder["images-model"]}",
            ])
            .Succeeded();
        ToolRun.Run("report", folder["images-model"], data, $"--out={folder["images.html"]}").Succeeded();
        var manifest = VaeModel.ReadManifest(folder["images-model"]);

        Assert.That(manifest.Latent.LabelCount, Is.EqualTo(10));
        Assert.That(manifest.Latent.Dim, Is.EqualTo(3 + 10));
        Assert.That(manifest.Training.LabeledRows, Is.EqualTo(20));

        ToolRun
            .Run(["export", .. arguments, $"--labels={folder.Write("few", IdxBytes.Digits(3, seed: 1).Labels)}"])
            .Failed(1, "3 labels", "60 training rows");
        Array.Fill(labels, (byte)255, 8, 60);
        var none = folder.Write("none", labels);
        ToolRun
            .Run(["export", .. arguments, $"--labels={none}"])
            .Failed(1, $"'{none}' labels the 60 training rows with 0 different labels");
        ToolRun
            .Run(["export", .. arguments, $"--labels={none}", "--prior=vamp"])
            .Failed(2, "--prior=vamp and --labels cannot be combined");
    }

    [Test]
    public void Export_CategoriesWithALearnedPrior_NamesTheOptions() =>
        ToolRun
            .Run("export", $"--data={folder["rows.csv"]}", "--latent-kind=categorical", "--prior=vamp")
            .Failed(2, "--latent-kind=categorical and --prior=vamp cannot be combined");

    [TestCase("--labels=labels", "--labels is for IDX images")]
    public void Export_LabelOptionAlone_IsRefused(string option, string expected)
    {
        var run = ToolRun.Run("export", "--model=table", $"--data={folder["rows.csv"]}", option);

        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Error, Does.Contain(expected));
    }

    [TestCase("--label=nope", "nope")]
    [TestCase("--label=amount", "needs categories. Read it as categories with --categorical='amount'")]
    [TestCase("--known-anomalies=kind", "Boolean, Single, or a key")]
    public void Export_UnsuitableLabel_Fails(string option, string expected)
    {
        var run = ToolRun.Run("export", "--model=table", $"--data={folder["rows.csv"]}", option, "--epochs=1");

        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Error, Does.Contain(expected));
    }

    [Test]
    public void Export_LabelOfOneCategory_Fails()
    {
        File.WriteAllLines(
            folder["one.csv"],
            ["amount,kind", .. Enumerable.Range(0, 40).Select(row => $"{row * 7 % 40},{(row % 2 == 0 ? "saw" : "")}")]
        );

        ToolRun
            .Run(
                "export",
                "--model=table",
                $"--data={folder["one.csv"]}",
                "--label=kind",
                "--categorical=kind",
                $"--out={folder["one"]}"
            )
            .Failed(1, "The label column 'kind' has only one category, but --label needs at least 2.");
    }

    [TestCase("--model=table", "--known-anomalies=fraud", "cannot be combined")]
    [TestCase("--model=fully-connected", null, "takes numbers only")]
    public void Export_OptionsThatDoNotFit_AreRefused(string model, string? other, string expected)
    {
        string[] others = other is null ? [] : [other];
        var run = ToolRun.Run(["export", model, $"--data={folder["rows.csv"]}", "--label=kind", .. others]);

        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Error, Does.Contain(expected));
    }

    [TestCase("--mnist=nowhere", null, "--mnist is a folder of images. Leave it out.")]
    [TestCase("--mnist=nowhere", "--model=fully-connected", "--mnist is a folder of images. Leave it out.")]
    [TestCase("--data=nowhere", "--model=mnist", "--model=mnist is for images. Leave it out.")]
    public void Train_OptionOfTablesForImages_IsToBeLeftOut(string data, string? model, string expected)
    {
        string[] models = model is null ? [] : [model];

        ToolRun.Run(["train", data, "--known-rows=labels.csv", .. models]).Failed(2, expected);
    }

    [Test]
    [Proves(89)]
    public void Label_Answers_AreWrittenAndTheNextDetectorLearnsFromThem()
    {
        string[] network = ["--hidden=12,8", "--latent=3", "--prior=vamp", "--beta=0.5"];
        string[] columns = ["--columns=amount,weight", "--categorical=weight"];
        Export(
            "asked",
            ["--model=detector", "--column-likelihood=amount=zero-inflated-poisson", "--seed=3", .. columns, .. network]
        );
        var rows = File.ReadAllLines(folder["rows.csv"])[1..].Select(line => line.Split(',')).ToArray();
        var labels = folder["labels.csv"];
        string[] label = ["label", folder["asked"], $"--data={folder["rows.csv"]}", $"--known-rows={labels}"];

        var first = ToolRun.RunWithInput("y\nmaybe\nn\n?\nq\n", [.. label, "--count=6"]).Succeeded();
        var answers = File.ReadAllLines(labels).Select(line => line.Split(',')).ToArray();
        var second = ToolRun.RunWithInput("y\n", [.. label, "--count=1", $"--out={folder["asked-2"]}"]).Succeeded();
        var both = File.ReadAllLines(labels)[1..].Select(line => line.Split(',')[0]).ToArray();
        var asked = first.OutputLines.First(line => line.StartsWith("1 of 6: row ", StringComparison.Ordinal));
        var row = int.Parse(asked.Split("row ")[1].Split(',')[0], CultureInfo.InvariantCulture);

        Assert.That(answers[0], Is.EqualTo(new[] { "Row", "Label", "Score", "Reasons" }));
        Assert.That(
            answers[1..].Select(answer => answer[1]),
            Is.EquivalentTo(new[] { "anomaly", "normal", "unknown" })
        );
        Assert.That(first.Output, Does.Contain($"amount={rows[row - 1][0]}, weight={rows[row - 1][1]}"));
        Assert.That(first.OutputLines[^1], Does.Contain("export").And.Contain("--known-rows="));
        Assert.That(both, Is.Unique.And.Length.EqualTo(4));
        Assert.That(second.Output, Does.Contain("2 known anomalies, 1 known normal row"));

        var (before, after) = (VaeModel.ReadManifest(folder["asked"]), VaeModel.ReadManifest(folder["asked-2"]));

        Assert.That(after.Training.LabeledRows, Is.EqualTo(3));
        Assert.That(after.Training.Seed, Is.EqualTo(3));
        Assert.That(after.Architecture.HiddenDims, Is.EqualTo(new[] { 12, 8 }));
        Assert.That(after.Latent.Dim, Is.EqualTo(3));
        Assert.That(after.Latent.HasLearnedPrior);
        Assert.That(after.Training.Beta, Is.EqualTo(0.5));
        Assert.That(
            after.Columns.Select(column => (column.Type, column.Likelihood)),
            Is.EqualTo(before.Columns.Select(column => (column.Type, column.Likelihood)))
        );
        Assert.That(after.Columns.Select(column => column.Name), Is.EqualTo(new[] { "amount", "weight" }));
    }

    [Test]
    public void Label_ColumnsWithoutANameOrWithACommaInIt_TrainsAgainWithoutThem()
    {
        var rows = File.ReadLines(folder["rows.csv"])
            .Select((line, row) => row == 0 ? $",\"size, cm\",{line}" : $"{row},{row % 7},{line}");
        File.WriteAllLines(folder["index.csv"], rows);
        var data = $"--data={folder["index.csv"]}";
        Export("index", "--model=detector", "--columns=amount,weight", data);

        ToolRun
            .RunWithInput(
                "y\n",
                "label",
                folder["index"],
                data,
                "--count=1",
                $"--known-rows={folder["index-labels.csv"]}",
                $"--out={folder["index-2"]}"
            )
            .Succeeded();

        Assert.That(
            VaeModel.ReadManifest(folder["index-2"]).Columns.Select(column => column.Name),
            Is.EqualTo(new[] { "amount", "weight" })
        );
    }

    [Test]
    public void Label_CategoryThatTrainingLacks_IsNamedInTheReasons()
    {
        Export("kinds", "--model=detector", "--columns=amount,kind");
        var data = folder["kinds.csv"];
        File.WriteAllLines(data, ["amount,kind", .. Enumerable.Range(20, 19).Select(i => $"{i},small"), "25,huge"]);
        var labels = folder["kinds-labels.csv"];

        var answers = string.Concat(Enumerable.Repeat("n\n", 20));
        var run = ToolRun.RunWithInput(answers, "label", folder["kinds"], $"--data={data}", $"--known-rows={labels}");

        Assert.That(run.Output, Does.Contain("because kind 'huge' was never seen in training"));
        Assert.That(File.ReadAllText(labels), Does.Contain("kind 'huge' was never seen in training"));
    }

    [Test]
    public void Label_EndOfAnswers_TrainsNothing()
    {
        Export("unanswered", "--model=detector", "--columns=amount,weight");
        var labels = folder["none.csv"];

        var run = ToolRun
            .RunWithInput(
                "n\n",
                "label",
                folder["unanswered"],
                $"--data={folder["rows.csv"]}",
                $"--known-rows={labels}",
                $"--out={folder["unanswered-2"]}"
            )
            .Succeeded();

        Assert.That(run.Output, Does.Contain("no anomaly is known yet"));
        Assert.That(Directory.Exists(folder["unanswered-2"]), Is.False);
        Assert.That(File.ReadAllLines(labels), Has.Length.EqualTo(2));
    }

    [TestCase("Row,Label\n0,anomaly", "'0' is not the number of a row")]
    [TestCase("Row,Label\n1.5,anomaly", "'1.5' is not the number of a row")]
    [TestCase("Row,Label\n7,broken", "'broken' cannot be read")]
    [TestCase("Row,Label\n301,anomaly", "row 301, but only 300 rows")]
    [TestCase("Row,Label\n5,anomaly\n7,normal\n5,normal", "row 5 has the labels anomaly and normal")]
    [TestCase("Line,Label\n7,anomaly", "Row")]
    public void Export_KnownRowsThatCannotBeRead_Fails(string text, string expected)
    {
        File.WriteAllText(folder["known.csv"], text);

        var run = ToolRun.Run(
            "export",
            "--model=detector",
            $"--data={folder["rows.csv"]}",
            $"--known-rows={folder["known.csv"]}",
            "--epochs=1",
            $"--out={folder["refused"]}"
        );

        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Error, Does.Contain(expected));
    }

    [Test]
    public void Label_AnswersForOtherRows_AreRefusedBeforeTheFirstQuestion()
    {
        Export("others", "--model=detector", "--columns=amount,weight");
        const string Answers = "Row,Label,Score,Reasons\n301,anomaly,3,\n";
        File.WriteAllText(folder["others.csv"], Answers);

        var run = ToolRun.RunWithInput(
            "y\n",
            "label",
            folder["others"],
            $"--data={folder["rows.csv"]}",
            $"--known-rows={folder["others.csv"]}"
        );

        run.Failed(1, "row 301, but only 300 rows", "others.csv' has the answers for other rows");

        Assert.That(run.Output, Does.Not.Contain("anomaly?"));
        Assert.That(File.ReadAllText(folder["others.csv"]), Is.EqualTo(Answers));
    }

    [Test]
    public void Label_ModelThatLearnedFromAColumn_KeepsItsLabels()
    {
        Export("marked", "--model=detector", "--known-anomalies=fraud", "--columns=amount,weight,fraud");
        var labels = folder["marked-labels.csv"];
        string[] label = ["label", folder["marked"], $"--known-rows={labels}", $"--out={folder["marked-2"]}"];

        var refused = ToolRun.RunWithInput("n\n", [.. label, $"--data={folder["new.csv"]}"]);
        var run = ToolRun.RunWithInput("n\n", [.. label, $"--data={folder["rows.csv"]}", "--count=1"]).Succeeded();

        refused.Failed(1, "learned from the labels in column 'fraud'", "Pass the training rows as --data");

        Assert.That(refused.Output, Does.Not.Contain("anomaly?"));
        Assert.That(run.Output, Does.Contain("6 known anomalies, 1 known normal row"));
        Assert.That(VaeModel.ReadManifest(folder["marked-2"]).Training.LabeledRows, Is.EqualTo(7));
    }

    [Test]
    public void Label_ModelThatLearnedFromRows_TakesNoLabelsFromAnIdentifier()
    {
        var rows = File.ReadLines(folder["rows.csv"])
            .Select((line, row) => row == 0 ? $"id,{line}" : $"u{row:000},{line}");
        File.WriteAllLines(folder["ids.csv"], rows);
        File.WriteAllText(folder["ids-labels.csv"], "Row,Label\n1,anomaly\n51,anomaly\n");
        var (data, known) = ($"--data={folder["ids.csv"]}", $"--known-rows={folder["ids-labels.csv"]}");
        Export("ids", "--model=detector", "--columns=id,amount,weight", data, known);
        var withoutIds = $"--data={folder["rows.csv"]}";

        var run = ToolRun.RunWithInput("q\n", "label", folder["ids"], withoutIds, known).Succeeded();

        Assert.That(run.Output, Does.Contain("2 known anomalies, 0 known normal rows"));
    }

    [Test]
    public void Label_ConditionThatIsMissing_NamesRowAndLineOfTheFile()
    {
        Export("conditioned", "--model=detector", "--columns=amount,weight,fraud", "--condition=fraud");
        var data = folder["condition.csv"];
        File.WriteAllLines(data, ["amount,weight,fraud", "25,50,false", "25,50,"]);

        ToolRun
            .RunWithInput(
                "n\n",
                "label",
                folder["conditioned"],
                $"--data={data}",
                $"--known-rows={folder["condition-labels.csv"]}"
            )
            .Failed(1, "row 2 (line 3), column 'fraud'", "Choose a known value, or remove the row.");
    }

    [TestCase("nowhere.csv", "no such file")]
    [TestCase("empty.csv", "empty")]
    [TestCase("other.csv", "amount")]
    public void Label_RowsThatCannotBeRead_Fails(string name, string expected)
    {
        Export("wrong", "--model=detector", "--columns=amount,weight");
        File.WriteAllText(folder["empty.csv"], "");
        File.WriteAllText(folder["other.csv"], "a,b\n1,2\n");

        var run = ToolRun.RunWithInput(
            "y\n",
            "label",
            folder["wrong"],
            $"--data={folder[name]}",
            $"--known-rows={folder["unwritten.csv"]}"
        );

        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Error, Does.Contain(expected));
        Assert.That(File.Exists(folder["unwritten.csv"]), Is.False);
    }

    [Test]
    public void Label_ModelThatFillsCategories_GoesOnWithADetectorAtItsDefaults()
    {
        Export("kinds", "--model=table", "--columns=weight,kind", "--categorical=weight", "--hidden=12");
        string[] label = ["label", folder["kinds"], $"--data={folder["rows.csv"]}", $"--known-rows={folder["k.csv"]}"];

        var next = ToolRun.RunWithInput("y\nq\n", label).Succeeded().OutputLines[^1];

        Assert.That(next, Does.Contain("--model=detector").And.Contain("--known-rows="));
        Assert.That(next, Does.Not.Contain("--hidden").And.Not.Contain("--beta"));
    }

    private ToolRun Export(string model, params string[] options)
    {
        string[] arguments =
        [
            "export",
            .. options.Any(option => option.StartsWith("--model=", StringComparison.Ordinal))
                ? Array.Empty<string>()
                : [$"--model={model}"],
            .. options.Any(option => option.StartsWith("--data=", StringComparison.Ordinal))
                ? Array.Empty<string>()
                : [$"--data={folder["rows.csv"]}"],
            "--epochs=40",
            $"--out={folder[model]}",
            .. options,
        ];
        return ToolRun.Run(arguments).Succeeded();
    }
}
