using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>The optional sampler.json of a model folder.</summary>
public sealed class SamplerTests
{
    private const string TwoClusters =
        "{\"format_version\":1,\"kind\":\"gaussian_mixture\",\"components\":["
        + "{\"weight\":0.5,\"mean\":[3,0],\"covariance\":[[0.01,0],[0,0.01]]},"
        + "{\"weight\":0.5,\"mean\":[-3,0],\"covariance\":[[0.01,0],[0,0.01]]}]}";

    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder temporary = null!;
    private string folder = "";

    [SetUp]
    public void CopyModel()
    {
        temporary = new TemporaryFolder();
        folder = temporary.CopyOf(TinyModel.Bernoulli.Folder, "model");
    }

    [TearDown]
    public void DeleteCopy() => temporary.Dispose();

    [Test]
    public void VaeSample_Mixture_DrawsFromTheFoldersMixture()
    {
        using var model = Open(TwoClusters);

        var view = ml.Data.VaeSample(
            model,
            200,
            seed: 1,
            new() { Sampler = VaeSampler.Mixture, LatentColumnName = "Latent" }
        );

        float[] first = [.. ViewColumns.Vectors(view, "Latent").Select(z => Math.Abs(z[0]))];

        Assert.That(first, Is.All.EqualTo(3).Within(0.6));
    }

    [Test]
    public void VaeSample_MixtureOfAFolderWithoutOne_SaysWhatIsMissing()
    {
        using var model = VaeModel.Open(folder);

        Assert.That(model.LatentMixture, Is.Null);
        Assert.That(
            () => ml.Data.VaeSample(model, 1, seed: 1, new() { Sampler = VaeSampler.Mixture }),
            Throws.InvalidOperationException.With.Message.Contains("sampler.json").And.Message.Contains(folder)
        );
    }

    [Test]
    public void VaeSample_UnknownSampler_IsRefused()
    {
        using var model = VaeModel.Open(folder);

        Assert.That(
            () => ml.Data.VaeSample(model, 1, seed: 1, new() { Sampler = (VaeSampler)7 }),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
        );
    }

    [TestCase("nonsense", "no valid sampler")]
    [TestCase("null", "no valid sampler")]
    [TestCase("\"format_version\":1", "\"format_version\":2", "version 2")]
    [TestCase("gaussian_mixture", "vamp", "vamp")]
    [TestCase("[3,0]", "[3,0,1]", "component 0 has 3 means, expected 2")]
    [TestCase("[-3,0]", "null", "no valid sampler")]
    [TestCase("\"weight\":0.5,\"mean\":[-3", "\"weight\":0.25,\"mean\":[-3", "sum to 0.75")]
    [TestCase("\"weight\":0.5,\"mean\":[-3", "\"weight\":-0.5,\"mean\":[-3", "component 1 has weight -0.5")]
    [TestCase("[[0.01,0],[0,0.01]]},{", "[[0.01,0.02],[0.02,0.01]]},{", "component 0 has a covariance")]
    [TestCase("[[0.01,0],[0,0.01]]},{", "[[0.01,0.001],[0,0.01]]},{", "component 0 has a covariance")]
    [TestCase("[[0.01,0],[0,0.01]]},{", "[[0.01,0],null]},{", "not 2 x 2")]
    [TestCase("[[0.01,0],[0,0.01]]},{", "[[1e999,0],[0,0.01]]},{", "component 0 has a covariance")]
    public void Open_BadSampler_IsRefusedWithTheReason(string original, string replacement, string? reason = null)
    {
        var json = reason is null ? original : TwoClusters.Replace(original, replacement, StringComparison.Ordinal);

        Assert.That(
            () => Open(json),
            Throws
                .InstanceOf<VaeModelException>()
                .With.Message.Contains("sampler.json")
                .And.Message.Contains(reason ?? replacement)
        );
    }

    [Test]
    public void Write_Mixture_IsReadBackUnchanged()
    {
        using var model = Open(TwoClusters);
        var path = temporary["sampler.json"];

        SamplerJson.Write(path, model.LatentMixture!);

        Assert.That(File.ReadAllText(path).TrimEnd(), Is.EqualTo(TwoClusters));
    }

    private VaeModel Open(string sampler)
    {
        File.WriteAllText(Path.Combine(folder, "sampler.json"), sampler);
        ChecksumFile.Write(folder);
        return VaeModel.Open(folder);
    }
}
