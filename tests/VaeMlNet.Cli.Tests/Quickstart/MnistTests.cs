using System.Globalization;
using System.Text.RegularExpressions;

namespace VaeMlNet.Cli.Tests;

/// <summary>The quickstart on MNIST itself, trained for as long as the reference figures were.</summary>
[Category("Long")]
internal sealed class MnistTests
{
    [Test]
    public void Quickstart_TenEpochs_ReachesTheReferenceFigures()
    {
        var mnist = Environment.GetEnvironmentVariable("VAEMLNET_MNIST") ?? Repository.PathOf("artifacts", "mnist");
        if (!MnistSource.Package.IsIn(mnist))
        {
            Assert.Ignore("MNIST is in neither $VAEMLNET_MNIST nor artifacts/mnist; 'vaemlnet mnist' fetches it.");
        }

        using TemporaryFolder folder = new();

        var output = ToolRun
            .Of("quickstart", $"--mnist={mnist}", "--epochs=10", $"--out={folder["out"]}")
            .Succeeded()
            .Output;

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
}
