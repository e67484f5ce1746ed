using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

public sealed class VaeDecodeTests
{
    private const int RowCount = 300;
    private const double Tolerance = 1e-5;
    private readonly MLContext ml = new(seed: 1);

    [Test, Combinatorial]
    public void Transform_AnyBatchSizeAndNumberOfCursors_EqualsPlainComputation(
        [Values("bernoulli", "gaussian")] string name,
        [Values(1, 7, 256, RowCount, 100_000)] int batchSize,
        [Values(1, 3)] int cursorCount
    )
    {
        var tiny = TinyModel.All.Single(m => m.ToString() == name);
        var latents = TinyModel.Latents(RowCount);
        var view = Decoded(tiny, latents, new() { BatchSize = batchSize });

        var decoded = ViewColumns.VectorsById(view, "Decoded", cursorCount);

        Assert.That(decoded.Keys, Is.EqualTo(Enumerable.Range(0, RowCount)));

        for (var i = 0; i < RowCount; i++)
        {
            var expected = tiny.Decode([.. latents[i].Select(z => (double)z)]);
            Assert.That(decoded[i], Is.EqualTo(expected).Within(Tolerance), $"row {i}");
        }
    }

    [Test]
    public void Transform_OfEncodedRows_EqualsModelDecode()
    {
        var tiny = TinyModel.Gaussian;
        var data = new ReusingView(tiny.Rows(20));
        using var model = VaeModel.Open(tiny.Folder);

        var view = ml
            .Transforms.VaeEncode("Latent", "Features", model)
            .Append(ml.Transforms.VaeDecode("Decoded", "Latent", model))
            .Fit(data)
            .Transform(data);

        float[] latents = [.. ViewColumns.Vectors(view, "Latent").SelectMany(z => z)];

        Assert.That(
            ViewColumns.Vectors(view, "Decoded").SelectMany(x => x),
            Is.EqualTo(model.Decode(latents)).Within(1e-6)
        );
    }

    [Test]
    [Proves(11)]
    public void Predict_RowByRow_AgreesWithTheView()
    {
        var tiny = TinyModel.Bernoulli;
        LatentRow[] rows = [.. TinyModel.Latents(40).Select(z => new LatentRow { Latent = z })];
        var data = ml.Data.LoadFromEnumerable(rows);
        var transformer = ml.Transforms.VaeDecode("Decoded", "Latent", tiny.Folder).Fit(data);
        var expected = ViewColumns.Vectors(transformer.Transform(data), "Decoded");
        using var engine = ml.Model.CreatePredictionEngine<LatentRow, DecodedRow>(transformer);

        for (var i = 0; i < rows.Length; i++)
        {
            Assert.That(engine.Predict(rows[i]).Decoded, Is.EqualTo(expected[i]).Within(1e-6), $"row {i}");
        }
    }

    [TestCase(float.NaN, "NaN")]
    [TestCase(float.PositiveInfinity, "Infinity")]
    public void Read_NotFiniteLatent_NamesRowSlotColumnAndValue(float value, string text)
    {
        var latents = TinyModel.Latents(10);
        latents[3][1] = value;
        var view = Decoded(TinyModel.Bernoulli, latents);

        var error = Assert.Throws<VaeRowException>(() => ViewColumns.Vectors(view, "Decoded"));

        Assert.That(error!.Message, Does.StartWith($"Row 3, slot 1 of 'Features' is {text},").And.Contain("finite"));
    }

    [Test]
    public void Read_LatentFarFromThePrior_IsDecoded()
    {
        var view = Decoded(
            TinyModel.Gaussian,
            [
                [1e4f, -1e4f],
            ]
        );

        var expected = TinyModel.Gaussian.Decode([1e4, -1e4]);

        Assert.That(ViewColumns.Vectors(view, "Decoded")[0], Is.EqualTo(expected).Within(1e-5).Percent);
    }

    [TestCase(0)]
    [TestCase(int.MaxValue)]
    public void VaeDecode_BatchSizeOutOfRange_NamesTheRange(int batchSize)
    {
        Assert.That(
            () => ml.Transforms.VaeDecode("Out", "Latent", TinyModel.Bernoulli.Folder, new() { BatchSize = batchSize }),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains($"BatchSize of VaeDecode is {batchSize}")
                .And.Message.Contains("1 to ")
        );
    }

    [Test]
    public void VaeDecode_WrongArguments_AreRefused()
    {
        var folder = TinyModel.Bernoulli.Folder;
        var transforms = ml.Transforms;

        Assert.That(() => transforms.VaeDecode("", "Latent", folder), Throws.ArgumentException);
        Assert.That(() => transforms.VaeDecode("Out", "", folder), Throws.ArgumentException);
        Assert.That(() => transforms.VaeDecode("Out", "Latent", ""), Throws.ArgumentException);
        Assert.That(() => transforms.VaeDecode("Out", "Latent", "no/such"), Throws.TypeOf<VaeModelException>());
        Assert.That(() => ((TransformsCatalog)null!).VaeDecode("Out", "Latent", folder), Throws.ArgumentNullException);
    }

    private IDataView Decoded(TinyModel model, float[][] latents, VaeStepOptions? options = null)
    {
        var data = new ReusingView(latents);
        return ml.Transforms.VaeDecode("Decoded", "Features", model.Folder, options).Fit(data).Transform(data);
    }

    private sealed class LatentRow
    {
        [VectorType(TinyModel.LatentDim)]
        public float[] Latent { get; set; } = [];
    }

    private sealed class DecodedRow
    {
        public float[] Decoded { get; set; } = [];
    }
}
