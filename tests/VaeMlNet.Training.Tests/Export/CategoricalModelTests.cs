using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>The outputs of ML.NET's steps for a model with categorical latents.</summary>
public sealed class CategoricalModelTests : IDisposable
{
    private const int LatentDim = 3;
    private const int CategoryCount = 4;
    private const int Width = LatentDim * CategoryCount;

    private readonly TemporaryFolder folder = new();
    private readonly MLContext ml = new(1);
    private readonly IDataView data = Some.View(Some.Values(20));

    [OneTimeSetUp]
    public void Export()
    {
        var latent = new GumbelSoftmaxLatentOptions { CategoryCount = CategoryCount };
        using var trained = Some.Trained(Some.Options() with { Latent = latent, LatentDim = LatentDim });
        Assert.That(trained.History.Select(epoch => epoch.Temperature), Is.Ordered.Descending.And.All.InRange(0.5, 1));
        trained.Export(Model, data);
    }

    public void Dispose() => folder.Dispose();

    [Test]
    public void Open_Manifest_DescribesTheLatentsAndVerifies()
    {
        using var model = VaeModel.Open(Model);

        Assert.Multiple(() =>
        {
            Assert.That(
                model.Manifest.Latent,
                Is.EqualTo(
                    new VaeLatentSpace
                    {
                        Kind = "categorical",
                        Dim = Width,
                        Groups = LatentDim,
                        Categories = CategoryCount,
                    }
                )
            );
            Assert.That(model.LatentDim, Is.EqualTo(Width));
            Assert.That(model.Verify().Passed, Is.True);
        });
    }

    [Test]
    public void VaeEncode_Rows_GivesProbabilitiesWithSlotNames()
    {
        using var transformer = ml.Transforms.VaeEncode("Latent", "Features", Model).Fit(data);
        var encoded = transformer.Transform(data);
        VBuffer<ReadOnlyMemory<char>> names = default;
        encoded.Schema["Latent"].GetSlotNames(ref names);
        var rows = encoded.GetColumn<float[]>("Latent").ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(rows, Has.Length.EqualTo(20));
            Assert.That(
                rows.SelectMany(row => row.Chunk(CategoryCount)).Select(group => group.Sum()),
                Is.All.EqualTo(1).Within(1e-5)
            );
            Assert.That(rows.SelectMany(row => row), Is.All.InRange(0, 1));
            Assert.That(
                names.DenseValues().Select(name => name.ToString()).Where((_, i) => i is 0 or 5 or 11),
                Is.EqualTo(new[] { "Latent0.Category0", "Latent1.Category1", "Latent2.Category3" })
            );
        });
    }

    [Test]
    public void VaeEncode_SavedAndLoaded_GivesTheSameValuesAndSlotNames()
    {
        var estimator = ml.Transforms.VaeEncode("Latent", "Features", Model);
        using var transformer = estimator.Fit(data);
        ml.Model.Save(transformer, data.Schema, folder["pipeline.zip"]);
        var loaded = ml.Model.Load(folder["pipeline.zip"], out _);
        var restored = ml.Model.RestoreBatching(loaded);
        var expected = transformer.Transform(data);
        foreach (var view in (IDataView[])[loaded.Transform(data), restored.Transform(data)])
        {
            VBuffer<ReadOnlyMemory<char>> names = default;
            view.Schema["Latent"].GetSlotNames(ref names);
            Assert.That(names.GetItemOrDefault(7).ToString(), Is.EqualTo("Latent1.Category3"));
            Assert.That(
                view.GetColumn<float[]>("Latent").SelectMany(row => row),
                Is.EqualTo(expected.GetColumn<float[]>("Latent").SelectMany(row => row)).AsCollection.Within(1e-5)
            );
        }
    }

    [Test]
    public void VaeEncode_LogVarianceColumn_IsRefused() =>
        Assert.That(
            () => ml.Transforms.VaeEncode("Latent", "Features", Model, new() { LogVarianceColumnName = "Spread" }),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("'Spread'").And.Message.Contains("categories")
        );

    [Test]
    public void VaeSample_Prior_DrawsOneCategoryOfEachLatent()
    {
        using var model = VaeModel.Open(Model);
        var options = new VaeSampleOptions { LatentColumnName = "Latent" };
        var sample = ml.Data.VaeSample(model, 4000, seed: 3, options);
        var latents = sample.GetColumn<float[]>("Latent").ToArray();
        var again = ml.Data.VaeSample(model, 10, seed: 3, options).GetColumn<float[]>("Latent").ToArray();
        var shares = Enumerable.Range(0, Width).Select(slot => latents.Average(row => row[slot]));

        Assert.Multiple(() =>
        {
            Assert.That(
                latents.SelectMany(row => row.Chunk(CategoryCount)).Select(group => (group.Sum(), group.Max())),
                Is.All.EqualTo((1f, 1f))
            );
            Assert.That(shares, Is.All.EqualTo(0.25).Within(0.05));
            Assert.That(again, Is.EqualTo(latents[..10]));
            Assert.That(sample.GetColumn<float[]>("Features").First(), Is.All.InRange(0, 1));
        });
    }

    [Test]
    public void VaeDecode_EncodedRows_EqualsVaeReconstruct()
    {
        var pipeline = ml
            .Transforms.VaeEncode("Latent", "Features", Model)
            .Append(ml.Transforms.VaeDecode("Decoded", "Latent", Model))
            .Append(ml.Transforms.VaeReconstruct("Reconstruction", "Features", Model))
            .Append(ml.Transforms.VaeScore("Score", "Features", Model));
        using var chain = pipeline.Fit(data);
        var view = chain.Transform(data);

        Assert.Multiple(() =>
        {
            Assert.That(
                view.GetColumn<float[]>("Decoded").SelectMany(row => row),
                Is.EqualTo(view.GetColumn<float[]>("Reconstruction").SelectMany(row => row)).AsCollection.Within(1e-5)
            );
            Assert.That(view.GetColumn<float>("Score"), Has.All.GreaterThan(0));
        });
    }

    private string Model => folder["categorical"];
}
