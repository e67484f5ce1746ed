using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Steps of a model of gray images of 2x3, and columns whose types declare shapes.</summary>
public sealed class ImageColumnTests
{
    private static readonly TinyModel Tiny = TinyModel.Bernoulli;
    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder folder = null!;
    private string model = null!;

    [OneTimeSetUp]
    public void WriteModel()
    {
        folder = new();
        model = folder["pictures"];
        ModelFolderWriter.Write(
            model,
            copy =>
            {
                Tiny.CopyFilesInto(copy);
                var path = Path.Combine(copy, ModelFolderFiles.Manifest);
                File.WriteAllText(
                    path,
                    File.ReadAllText(path)
                        .Replace(
                            "\"input_dim\": 6,",
                            "\"input_dim\": 6, \"image\": [1, 2, 3],",
                            StringComparison.Ordinal
                        )
                );
            }
        );
    }

    [OneTimeTearDown]
    public void DeleteModel() => folder.Dispose();

    [TestCase(6)]
    [TestCase(1, 6)]
    [TestCase(1, 2, 3)]
    [TestCase(2, 3, 1)]
    [TestCase(2, 3)]
    public void Fit_ColumnInTheOrderOfTheImages_IsRead(params int[] sizes)
    {
        var (declared, plain) = (View(sizes), View(6));

        Assert.That(
            ViewColumns.Vectors(Encoder().Fit(declared).Transform(declared), "Latent"),
            Is.EqualTo(ViewColumns.Vectors(Encoder().Fit(plain).Transform(plain), "Latent"))
        );
    }

    [TestCase(1, 3, 2)]
    [TestCase(3, 2, 1)]
    [TestCase(3, 2)]
    [TestCase(3, 1, 2)]
    [TestCase(1, 1, 3, 2)]
    [TestCase(3, 2, 3)]
    public void Fit_ImagesOfAnotherShape_AreRefusedByEachStep(params int[] sizes)
    {
        var (declared, plain) = (View(sizes), View(6));
        IEstimator<ITransformer>[] steps =
        [
            Encoder(),
            ml.Transforms.VaeScore("Score", "Features", model),
            ml.Transforms.VaeReconstruct("Reconstruction", "Features", model),
        ];

        Assert.Multiple(() =>
        {
            foreach (var step in steps)
            {
                var fitted = step.Fit(plain);
                AssertRefused(() => step.Fit(declared), sizes);
                AssertRefused(() => fitted.Transform(declared), sizes);
                AssertRefused(() => fitted.GetOutputSchema(declared.Schema), sizes);
            }
        });
    }

    [Test]
    public void RestoreBatching_ImagesOfAnotherShape_AreRefused()
    {
        var plain = View(6);
        var restored = ml.Model.RestoreBatching(SavedZip.SaveAndLoad(Encoder().Fit(plain), plain.Schema));

        AssertRefused(() => restored.Transform(View(1, 3, 2)), [1, 3, 2]);

        Assert.That(ViewColumns.Vectors(restored.Transform(View(1, 2, 3)), "Latent"), Has.Length.EqualTo(4));
    }

    [Test]
    public void Fit_ModelWithoutAShape_ReadsAnyShape()
    {
        var view = View(1, 3, 2);

        Assert.That(
            () => ml.Transforms.VaeEncode("Latent", "Features", Tiny.Folder).Fit(view).Transform(view),
            Throws.Nothing
        );
    }

    [Test]
    public void GetOutputSchema_ColumnOfImages_AdvisesTheStepsThatGiveItsPixels()
    {
        var encoder = Encoder().Fit(View(6));

        Assert.That(
            () => encoder.GetOutputSchema(ImageSchema.Create("Features")),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("'Features' is Image, but model")
                .And.Message.Contains("Use ResizeImages with imageWidth 3 and imageHeight 2, and ExtractPixels with")
                .And.Message.Not.Contains("ConvertType")
        );
    }

    private static void AssertRefused(Action act, int[] sizes) =>
        Assert.That(
            act,
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains($"'Features' is Vector<Single, {string.Join(", ", sizes)}>")
                .And.Message.Contains("pictures' was trained on images of 2x3")
                .And.Message.Contains("Vector<Single, 1, 2, 3> (channels, height, width)")
                .And.Message.Contains("imageWidth 3 and imageHeight 2")
                .And.Message.Contains("interleavePixelColors: false")
        );

    private VaeEstimator<VaeTransformer> Encoder() => ml.Transforms.VaeEncode("Latent", "Features", model);

    private IDataView View(params int[] sizes)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, sizes);
        return ml.Data.LoadFromEnumerable(Row.From(Tiny.Rows(4)), schema);
    }
}
