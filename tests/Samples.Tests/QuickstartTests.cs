using System.Globalization;
using System.Text.RegularExpressions;

namespace VaeMlNet.Samples.Tests;

public sealed class QuickstartTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public async Task Run_SmallDigits_ReachesEveryStageAndWritesEveryFile()
    {
        Write("train", count: 600, seed: 1);
        Write("t10k", count: 100, seed: 2);
        using var sample = SampleProcess.Start(folder.Path, "Quickstart", "--mnist=.", "--epochs=3", "--out=out");

        var (exitCode, output, error) = await sample.EndAsync();

        Assert.That((exitCode, error), Is.EqualTo((0, "")), output);
        Assert.That(output, Does.Match(@"train 784-400-20 and export: test loss \d+\.\d\d nats"));

        foreach (var features in (string[])["VAE means \\(20\\)", "PCA \\(20\\)", "pixels \\(784\\), 30 iterations"])
        {
            Assert.That(output, Does.Match($@"classify on {features}: test accuracy [01]\.\d{{4}}"));
        }

        foreach (var score in (string[])["VAE negative ELBO", "VAE reconstruction error", "RandomizedPca \\(20\\)"])
        {
            Assert.That(
                output,
                Does.Match($@"find 5 turned digits by {score}: AUROC [01]\.\d\d\d, average precision [01]\.\d\d\d")
            );
        }

        foreach (var picture in (string[])["reconstructions.png", "samples.png"])
        {
            var bytes = await File.ReadAllBytesAsync(folder["out", picture]);
            Assert.That(bytes, Has.Length.GreaterThan(500));
            Assert.That(bytes[1..4], Is.EqualTo("PNG"u8.ToArray()));
        }

        using var model = VaeModel.Open(folder["out", "onnx", "mnist"]);

        Assert.That(model.Verify().Passed);
    }

    [Test]
    public async Task Run_FolderWithoutMnist_NamesFolderAndFile()
    {
        using var sample = SampleProcess.Start(folder.Path, "Quickstart", "--mnist=nowhere");

        var (exitCode, _, error) = await sample.EndAsync();

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error, Does.Contain("'nowhere'").And.Contain("train-images-idx3-ubyte").And.Contain("--mnist="));
    }

    [TestCase("--epochs=none", "--epochs", Category = "Long")]
    [TestCase("--epoch=1", "'--epoch=1' is unknown")]
    public async Task Run_WrongArgument_IsAUsageError(string argument, string fact)
    {
        using var sample = SampleProcess.Start(folder.Path, "Quickstart", argument);

        var (exitCode, _, error) = await sample.EndAsync();

        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(error, Does.Contain(fact));
    }

    /// <summary>Trains on MNIST itself for as many epochs as the reference figures.</summary>
    [Test]
    [Category("Long")]
    public async Task Run_MnistForTenEpochs_ReachesTheReferenceFigures()
    {
        var mnist = Environment.GetEnvironmentVariable("VAEMLNET_MNIST") ?? Repository.PathOf("artifacts", "mnist");
        if (!File.Exists(Path.Combine(mnist, "train-images-idx3-ubyte")))
        {
            Assert.Ignore("MNIST is in neither $VAEMLNET_MNIST nor artifacts/mnist; './build.sh' fetches it.");
        }

        using var sample = SampleProcess.Start(
            folder.Path,
            "Quickstart",
            $"--mnist={mnist}",
            "--epochs=10",
            "--out=out"
        );

        var (exitCode, output, error) = await sample.EndAsync(TimeSpan.FromMinutes(20));

        Assert.That((exitCode, error), Is.EqualTo((0, "")), output);
        Assert.Multiple(() =>
        {
            // Three seeds of the same network in PyTorch gave 105.5 to 105.7 and KL 24.8 to 25.3.
            Assert.That(Figure(output, "test loss ([0-9.]+) nats"), Is.InRange(104.8, 106.4));
            Assert.That(Figure(output, @"reconstruction [0-9.]+, KL ([0-9.]+)\)"), Is.InRange(24, 26));
            Assert.That(Figure(output, "VAE means.*accuracy ([0-9.]+)"), Is.AtLeast(0.875));
            Assert.That(
                Figure(output, "VAE means.*accuracy ([0-9.]+)"),
                Is.AtLeast(Figure(output, "PCA.*accuracy ([0-9.]+)"))
            );
            Assert.That(Figure(output, "pixels.*accuracy ([0-9.]+)"), Is.AtLeast(0.91));
            Assert.That(
                Figure(output, "negative ELBO: AUROC ([0-9.]+)"),
                Is.AtLeast(Figure(output, "RandomizedPca.*AUROC ([0-9.]+)"))
            );
        });
    }

    private static double Figure(string output, string pattern)
    {
        var match = Regex.Match(output, pattern);
        Assert.That(match.Success, pattern);
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private void Write(string part, int count, int seed)
    {
        var (images, labels) = IdxBytes.Digits(count, seed);
        folder.Write($"{part}-images-idx3-ubyte", images);
        folder.Write($"{part}-labels-idx1-ubyte", labels);
    }
}
