using static TorchSharp.torch;

namespace VaeMlNet.Cli.Tests;

internal sealed class ModelPresetTests
{
    private static IReadOnlyList<string> Models => ModelPreset.All;

    [TestCaseSource(nameof(Models))]
    public void Options_AnyModel_MakeANetworkForImages(string model)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using VariationalAutoencoder network = new(784, ModelPreset.Options(model));

        Assert.That(network.forward(zeros(2, 784)).shape[0], Is.EqualTo(2));
    }

    [TestCaseSource(nameof(Models))]
    public void Reference_AnyModel_IsDescribed(string model) =>
        Assert.That(File.ReadAllText(Repository.PathOf("docs", "cli-reference.md")), Does.Contain($"| `{model}` |"));

    [TestCase("mnist-2d", "784-128-64-2")]
    [TestCase("mnist", "784-400-20")]
    [TestCase("mnist-beta4", "784-400-20")]
    [TestCase("mnist-gumbel", "784-400-20")]
    [TestCase("mnist-conv", "784-conv(32,64)-20")]
    public void Train_ModelForMnist_SaysItsLayers(string model, string layers)
    {
        using TemporaryFolder folder = new();
        (var images, _) = IdxBytes.Digits(20, seed: 1);
        var data = folder["images"];
        File.WriteAllBytes(data, images);

        var run = ToolRun
            .Run("train", $"--model={model}", $"--data={data}", "--epochs=1", "--rows=16", $"--out={folder["c"]}")
            .Succeeded();

        Assert.That(run.Output, Does.Contain($"training {layers} on 16 rows; epochs 1, seed 1"));
    }

    [Test]
    public void Export_TabularModel_RunsOnATable()
    {
        using TemporaryFolder folder = new();

        ToolRun
            .Run("export", "--model=tabular", $"--data={TinyModel.Table}", "--epochs=2", $"--out={folder["m"]}")
            .Succeeded();

        using var model = VaeModel.Open(folder["m"]);

        Assert.That((model.InputDim, model.LatentDim), Is.EqualTo((3, 100)));
    }

    [Test]
    public void Sample_CategoricalModel_DecodesCategories()
    {
        using TemporaryFolder folder = new();
        var options = folder.Write(
            "o.json",
            "{ \"hidden_dims\": [5], \"latent_dim\": 2, \"latent\": { \"kind\": \"categorical\", \"category_count\": 2 }, "
                + "\"likelihood\": { \"kind\": \"gaussian\" }, \"epoch_count\": 1 }"
        );
        ToolRun.Run("export", $"--options={options}", $"--data={TinyModel.Table}", $"--out={folder["m"]}").Succeeded();

        ToolRun.Run("sample", folder["m"], "--count=100", $"--out={folder["x.csv"]}").Succeeded();

        // Two variables of two categories each: four latents, and four rows.
        Assert.That(File.ReadAllLines(folder["x.csv"]).Skip(1).Distinct().Count(), Is.EqualTo(4));
    }

    [Test]
    public void Train_TabularWithoutData_IsAUsageError() =>
        ToolRun
            .Run("train", "--model=tabular", "--out=x")
            .Failed(2, "--model=tabular needs rows. Pass --data=FILE.csv.");
}
