namespace VaeMlNet.Cli.Tests;

internal sealed class QuickstartTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Run_SmallDigits_ReachesEveryStageAndWritesEveryFile()
    {
        QuickstartSettings settings = new(null, EpochCount: 3, Seed: 1, folder["out"]) { PlantedCount = 20 };
        using StringWriter output = new() { NewLine = "\n" };
        CommandTerminal terminal = new(output, TextWriter.Null, isInteractive: false);

        new QuickstartRun(settings, new CommandContext(terminal, CancellationToken.None)).Run(Digits(600, 100));

        var text = output.ToString();
        Assert.That(text, Does.Match(@"train 784-400-20: test loss \d+\.\d\d nats"));
        Assert.That(text, Does.Match(@"classify on VAE means \(20\): test accuracy [01]\.\d{4}"));
        Assert.That(text, Does.Match(@"classify on PCA \(20\): test accuracy [01]\.\d{4}"));
        Assert.That(text, Does.Match(@"classify on pixels \(784\), \d+ iterations: test accuracy [01]\.\d{4}"));
        foreach (var score in (string[])["VAE negative ELBO", "VAE reconstruction error", "RandomizedPca \\(20\\)"])
        {
            Assert.That(
                text,
                Does.Match($@"find 20 turned digits by {score}: AUROC [01]\.\d\d\d, average precision [01]\.\d\d\d")
            );
        }

        Assert.That(text, Does.Contain("What was reached").And.Match(@"\ntotal +\d+\.\d"));
        foreach (var file in (string[])[settings.ReconstructionsFile, settings.SamplesFile])
        {
            Assert.That(new FileInfo(file).Length, Is.GreaterThan(500));
            Assert.That(text, Does.Contain(file));
        }

        Assert.That(text, Does.Contain(settings.ModelFolder));
        ToolRun.Of("verify", settings.ModelFolder).Succeeded();
    }

    [Test]
    public void Run_FilesAreNotMnist_NamesTheFileAndBothSums()
    {
        foreach (var name in MnistFiles.Sha256.Keys)
        {
            folder.Write(name, "not MNIST");
        }

        ToolRun
            .Of("quickstart", $"--mnist={folder.Path}", $"--out={folder["out"]}")
            .Failed(1, "train-images-idx3-ubyte", MnistFiles.Sha256[MnistFiles.TrainImages]);
        Assert.That(Directory.Exists(folder["out"]), Is.False);
    }

    [Test]
    public void Run_FolderWithoutMnist_NamesFolderAndFiles() =>
        ToolRun.Of("quickstart", $"--mnist={folder.Path}").Failed(1, folder.Path, "t10k-labels-idx1-ubyte");

    [Test]
    public void Run_WrongEpochs_IsAUsageError() =>
        ToolRun.Of("quickstart", "--epochs=none").Failed(2, "--epochs is 'none'");

    private MnistDigits Digits(int train, int test)
    {
        (var trainImages, var trainLabels) = IdxBytes.Digits(train, seed: 1);
        (var testImages, var testLabels) = IdxBytes.Digits(test, seed: 2);
        return new MnistDigits(
            FeatureMatrix.Read(FeatureFile.Open(folder.Write("a", trainImages))),
            IdxLabels.Read(folder.Write("b", trainLabels)),
            FeatureMatrix.Read(FeatureFile.Open(folder.Write("c", testImages))),
            IdxLabels.Read(folder.Write("d", testLabels))
        );
    }
}
