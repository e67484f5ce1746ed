using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>The two kinds of model source give the same step, and the opened model stays its owner's.</summary>
public sealed class VaeModelSourceTests
{
    private static readonly TinyModel Tiny = TinyModel.Bernoulli;
    private readonly MLContext ml = new(seed: 1);

    [Test]
    public void Fit_FolderOrOpenedModel_GivesTheSameValues()
    {
        using var model = VaeModel.Open(Tiny.Folder);
        var data = new ReusingView(Tiny.Rows(20));

        var ofFolder = Encoded(Tiny.Folder, data);
        var ofModel = Encoded(model, data);

        Assert.That(ofFolder, Has.Length.EqualTo(20));
        Assert.That(ofModel, Is.EqualTo(ofFolder));
    }

    [Test]
    public void Dispose_OfTheStep_LeavesTheOpenedModelWorking()
    {
        using var model = VaeModel.Open(Tiny.Folder);

        Encoded(model, new ReusingView(Tiny.Rows(1)));

        Assert.That(model.Verify().Passed, Is.True);
    }

    [Test]
    public void VaeSample_OfAFolder_GivesTheRowsOfTheOpenedModel()
    {
        using var model = VaeModel.Open(Tiny.Folder);
        float[] latents = [.. Enumerable.Range(0, 3 * model.LatentDim).Select(i => i / 10f)];

        var drawn = ViewColumns.Vectors(ml.Data.VaeSample(Tiny.Folder, 50, seed: 3), "Features");
        var given = ViewColumns.Vectors(ml.Data.VaeSample(Tiny.Folder, latents), "Features");

        Assert.That(drawn, Is.EqualTo(ViewColumns.Vectors(ml.Data.VaeSample(model, 50, seed: 3), "Features")));
        Assert.That(given, Is.EqualTo(ViewColumns.Vectors(ml.Data.VaeSample(model, latents), "Features")));
    }

    [Test]
    public void Source_NoModel_IsRefusedAndNamed()
    {
        AssertRefused(() => new VaeModelSource((string)null!), "modelFolder");
        AssertRefused(() => new VaeModelSource(""), "modelFolder");
        AssertRefused(() => new VaeModelSource((VaeModel)null!), "model");
        AssertRefused(() => ml.Transforms.VaeDecode("Out", "Latent", (VaeModelSource)null!), "model");
        AssertRefused(() => ml.Data.VaeSample((VaeModelSource)null!, 1, seed: 1), "model");
    }

    private static void AssertRefused(Func<object> action, string parameter) =>
        Assert.That(
            () => action(),
            Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo(parameter)
        );

    private float[][] Encoded(VaeModelSource model, IDataView data)
    {
        using var step = ml.Transforms.VaeEncode("Latent", "Features", model).Fit(data);
        return ViewColumns.Vectors(step.Transform(data), "Latent");
    }
}
