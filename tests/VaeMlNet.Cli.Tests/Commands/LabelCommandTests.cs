using System.Globalization;

namespace VaeMlNet.Cli.Tests;

/// <summary>Models that learn from labels on the command line, which no later verb needs.</summary>
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

        Assert.That(scores[1], Is.GreaterThan(scores[0] + 10));
        Assert.That(manifest.Columns.Select(column => column.Name), Is.EqualTo(new[] { "amount", "weight" }));
        Assert.That(manifest.Training.LabeledRows, Is.EqualTo(6));
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
    }

    [TestCase("--labels=labels", "--labels is for IDX images")]
    public void Export_LabelOptionAlone_IsRefused(string option, string expected)
    {
        var run = ToolRun.Run("export", "--model=table", $"--data={folder["rows.csv"]}", option);

        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Error, Does.Contain(expected));
    }

    [TestCase("--label=nope", "nope")]
    [TestCase("--known-anomalies=kind", "Boolean, Single, or a key")]
    public void Export_UnsuitableLabel_Fails(string option, string expected)
    {
        var run = ToolRun.Run("export", "--model=table", $"--data={folder["rows.csv"]}", option, "--epochs=1");

        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Error, Does.Contain(expected));
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

    private ToolRun Export(string model, params string[] options)
    {
        string[] arguments =
        [
            "export",
            $"--model={model}",
            $"--data={folder["rows.csv"]}",
            "--epochs=40",
            $"--out={folder[model]}",
            .. options,
        ];
        return ToolRun.Run(arguments).Succeeded();
    }
}
