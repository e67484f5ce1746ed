using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet.Tests;

public sealed class VaeEncodeTests
{
    private readonly MLContext ml = new(seed: 1);

    [TestCaseSource(typeof(TinyModel), nameof(TinyModel.All))]
    public void Transform_MeansAndLogVariances_EqualPlainComputation(object model)
    {
        var tiny = (TinyModel)model;
        var rows = tiny.Rows(50);
        var options = new VaeEncodeOptions { LogVarianceColumnName = "Spread", BatchSize = 16 };
        var data = new ReusingView(rows);

        var view = ml.Transforms.VaeEncode("Latent", "Features", tiny.Folder, options).Fit(data).Transform(data);

        var means = ViewColumns.Vectors(view, "Latent");
        var spreads = ViewColumns.Vectors(view, "Spread");
        for (var i = 0; i < rows.Length; i++)
        {
            (var mean, var logVariance) = tiny.Encode(rows[i]);
            Assert.That(means[i], Is.EqualTo(mean).Within(1e-5), $"row {i}");
            Assert.That(spreads[i], Is.EqualTo(logVariance).Within(1e-5), $"row {i}");
        }
    }

    [Test]
    public void Transform_OneBatch_EqualsRawSessionToTheBit()
    {
        var tiny = TinyModel.Bernoulli;
        var rows = tiny.Rows(64);
        var data = new ReusingView(rows);
        using var session = new InferenceSession(Path.Combine(tiny.Folder, "encoder.onnx"));
        using var input = OrtValue.CreateTensorValueFromMemory(rows.SelectMany(r => r).ToArray(), [64, 6]);
        using var runOptions = new RunOptions();
        using var results = session.Run(runOptions, ["features"], [input], ["mean"]);

        var view = ml
            .Transforms.VaeEncode("Latent", "Features", tiny.Folder, new() { BatchSize = 64 })
            .Fit(data)
            .Transform(data);

        float[] actual = [.. ViewColumns.Vectors(view, "Latent").SelectMany(v => v)];

        Assert.That(actual, Is.EqualTo(results[0].GetTensorDataAsSpan<float>().ToArray()));
    }

    [Test]
    [Proves(11)]
    public void Predict_RowByRow_AgreesWithTheView()
    {
        var rows = Row.From(TinyModel.Gaussian.Rows(40));
        var data = ml.Data.LoadFromEnumerable(rows);
        using var transformer = ml.Transforms.VaeEncode("Latent", "Features", TinyModel.Gaussian.Folder).Fit(data);
        var expected = ViewColumns.Vectors(transformer.Transform(data), "Latent");

        using var engine = ml.Model.CreatePredictionEngine<Row, Encoded>(
            transformer,
            new PredictionEngineOptions { OwnsTransformer = false }
        );

        for (var i = 0; i < rows.Length; i++)
        {
            var encoded = engine.Predict(rows[i]);
            Assert.That(encoded.Latent, Is.EqualTo(expected[i]).Within(1e-6), $"row {i}");
            Assert.That(encoded.Id, Is.EqualTo(i));
        }
    }

    [Test]
    public void Predict_SeveralColumns_RunOncePerRow()
    {
        var rows = Row.From(TinyModel.Gaussian.Rows(10));
        var options = new VaeEncodeOptions { LogVarianceColumnName = "Spread" };
        var transformer = ml
            .Transforms.VaeEncode("Latent", "Features", TinyModel.Gaussian.Folder, options)
            .Fit(ml.Data.LoadFromEnumerable(rows));
        using var engine = ml.Model.CreatePredictionEngine<Row, EncodedTwice>(transformer);
        var before = transformer.Lease.Session.RunCount;

        foreach (var row in rows)
        {
            var encoded = engine.Predict(row);
            (var mean, var logVariance) = TinyModel.Gaussian.Encode(row.Features);
            Assert.That(encoded.Latent, Is.EqualTo(mean).Within(1e-5));
            Assert.That(encoded.Spread, Is.EqualTo(logVariance).Within(1e-5));
        }

        Assert.That(transformer.Lease.Session.RunCount - before, Is.EqualTo(rows.Length));
    }

    [Test]
    public void Predict_InAChain_AgreesWithTheView()
    {
        var rows = Row.From(TinyModel.Bernoulli.Rows(20));
        var data = ml.Data.LoadFromEnumerable(rows);
        var chain = ml
            .Transforms.CopyColumns("Copied", "Raw")
            .Append(ml.Transforms.VaeEncode("Latent", "Copied", TinyModel.Bernoulli.Folder))
            .Append(ml.Transforms.VaeScore("Score", "Copied", TinyModel.Bernoulli.Folder))
            .Fit(data);
        var expected = ViewColumns.Vectors(chain.Transform(data), "Latent");

        using var engine = ml.Model.CreatePredictionEngine<Row, Encoded>(chain);

        for (var i = 0; i < rows.Length; i++)
        {
            Assert.That(engine.Predict(rows[i]).Latent, Is.EqualTo(expected[i]).Within(1e-6), $"row {i}");
        }
    }

    [Test]
    public void Predict_ValueOutOfRange_NamesRowSlotAndValue()
    {
        var rows = Row.From(TinyModel.Bernoulli.Rows(3));
        rows[2].Features[4] = 1.73f;
        using var engine = ml.Model.CreatePredictionEngine<Row, Encoded>(
            ml.Transforms.VaeEncode("Latent", "Features", TinyModel.Bernoulli.Folder)
                .Fit(ml.Data.LoadFromEnumerable(rows))
        );
        engine.Predict(rows[0]);

        var error = Assert.Throws<VaeRowException>(() => engine.Predict(rows[2]));

        Assert.That(error!.Message, Does.Contain("slot 4 of 'Features' is 1.73").And.Contain("[0, 1]"));
        Assert.That(engine.Predict(rows[1]).Id, Is.EqualTo(1), "the engine goes on");
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(int.MaxValue)]
    public void VaeEncode_BatchSizeOutOfRange_NamesTheRange(int batchSize)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            ml.Transforms.VaeEncode("Latent", "Features", TinyModel.Bernoulli.Folder, new() { BatchSize = batchSize })
        );

        Assert.That(error!.Message, Does.Contain($"{batchSize}").And.Contain("1 to "));
    }

    [Test]
    public void VaeEncode_WrongArguments_AreRefused()
    {
        var folder = TinyModel.Bernoulli.Folder;
        var transforms = ml.Transforms;

        Assert.That(() => transforms.VaeEncode("", "Features", folder), Throws.ArgumentException);
        Assert.That(() => transforms.VaeEncode(null!, "Features", folder), Throws.ArgumentNullException);
        Assert.That(
            () => transforms.VaeEncode(null!, inputColumnName: null, folder),
            Throws.ArgumentNullException.With.Property("ParamName").EqualTo("outputColumnName")
        );
        Assert.That(() => transforms.VaeEncode("Latent", "", folder), Throws.ArgumentException);
        Assert.That(() => transforms.VaeEncode("Latent", "Features", ""), Throws.ArgumentException);
        Assert.That(
            () => ((TransformsCatalog)null!).VaeEncode("Latent", "Features", folder),
            Throws.ArgumentNullException
        );
        Assert.That(
            () => transforms.VaeEncode("Latent", "Features", folder, new() { LogVarianceColumnName = "Latent" }),
            Throws.ArgumentException.With.Message.Contains("'Latent'")
        );
        Assert.That(
            () => transforms.VaeEncode("Latent", "Features", folder, new() { IntraOpThreadCount = 0 }),
            Throws.TypeOf<ArgumentOutOfRangeException>()
        );
        Assert.That(
            () => transforms.VaeEncode("Latent", "Features", folder, new() { IntraOpThreadCount = int.MaxValue }),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.StartWith("IntraOpThreadCount is 2147483647, expected 1 to 1024.")
        );
    }

    [Test]
    public void VaeEncode_NoSuchModel_NamesTheFolder()
    {
        Assert.That(
            () => ml.Transforms.VaeEncode("Latent", "Features", "no/such/model"),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("'no/such/model'")
        );
    }

    private sealed class Encoded
    {
        public int Id { get; set; }

        public float[] Latent { get; set; } = [];
    }

    private sealed class EncodedTwice
    {
        public float[] Latent { get; set; } = [];

        public float[] Spread { get; set; } = [];
    }
}
