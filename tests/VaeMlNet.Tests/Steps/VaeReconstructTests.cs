using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

public sealed class VaeReconstructTests
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
        var rows = tiny.Rows(RowCount);
        var view = Transformer(tiny, batchSize).Transform(new ReusingView(rows));

        var again = ViewColumns.VectorsById(view, "Again", cursorCount);

        Assert.That(again.Keys, Is.EqualTo(Enumerable.Range(0, RowCount)));

        for (var i = 0; i < RowCount; i++)
        {
            Assert.That(again[i], Is.EqualTo(tiny.Decode(tiny.Encode(rows[i]).Mean)).Within(Tolerance), $"row {i}");
        }
    }

    [Test]
    public void Transform_OneBatch_EqualsEncodeThenDecodeToTheBit()
    {
        var tiny = TinyModel.Bernoulli;
        var data = new ReusingView(tiny.Rows(64));
        using var model = VaeModel.Open(tiny.Folder);

        var view = ml
            .Transforms.VaeReconstruct("Again", "Features", model)
            .Append(ml.Transforms.VaeEncode("Latent", "Features", model))
            .Append(ml.Transforms.VaeDecode("Decoded", "Latent", model))
            .Fit(data)
            .Transform(data);

        Assert.That(ViewColumns.Vectors(view, "Again"), Is.EqualTo(ViewColumns.Vectors(view, "Decoded")));
    }

    [Test]
    [Proves(11)]
    public void Predict_RowByRow_AgreesWithTheView()
    {
        var rows = Row.From(TinyModel.Gaussian.Rows(40));
        var data = ml.Data.LoadFromEnumerable(rows);
        var transformer = Transformer(TinyModel.Gaussian, batchSize: 256);
        var expected = ViewColumns.Vectors(transformer.Transform(data), "Again");
        using var engine = ml.Model.CreatePredictionEngine<Row, Reconstructed>(transformer);

        for (var i = 0; i < rows.Length; i++)
        {
            Assert.That(engine.Predict(rows[i]).Again, Is.EqualTo(expected[i]).Within(1e-5), $"row {i}");
        }
    }

    [TestCase(100, 16, 7)]
    [TestCase(96, 16, 6)]
    [TestCase(0, 16, 0)]
    public void Cursor_ActiveOutput_RunsEachGraphOncePerBatch(int rowCount, int batchSize, int runs)
    {
        using var transformer = Transformer(TinyModel.Bernoulli, batchSize);
        var before = Runs(transformer);

        ViewColumns.Vectors(transformer.Transform(new ReusingView(TinyModel.Bernoulli.Rows(rowCount))), "Again");

        Assert.That(Runs(transformer), Is.EqualTo(before.Select(b => b + runs)));
        Assert.That(before, Has.Length.EqualTo(2));
    }

    [Test]
    public void Read_ValueOutsideOfTheLikelihood_NamesRowSlotAndValue()
    {
        var rows = TinyModel.Bernoulli.Rows(10);
        rows[7][2] = 1.5f;
        var view = Transformer(TinyModel.Bernoulli, batchSize: 4).Transform(new ReusingView(rows));

        var error = Assert.Throws<VaeRowException>(() => ViewColumns.Vectors(view, "Again"));

        Assert.That((error!.Row, error.ColumnName, error.Slot), Is.EqualTo(((long?)7, "Features", (int?)2)));
        Assert.That(error.Requirement, Is.EqualTo("the Bernoulli likelihood needs values in [0, 1]"));
        Assert.That(error.Message, Does.StartWith("Row 7, slot 2 of 'Features' is 1.5,").And.Contain("[0, 1]"));
    }

    [Test]
    public void Dispose_Transformer_ReleasesBothSessions()
    {
        var options = new VaeReconstructOptions { IntraOpThreadCount = 10 };
        VaeTransformer Make() =>
            ml
                .Transforms.VaeReconstruct("Again", "Features", TinyModel.Bernoulli.Folder, options)
                .Fit(new ReusingView([]));
        using var keeper = Make();
        var other = Make();

        Assert.That(keeper.Sessions.Leases.Select(l => l.Session.References), Is.EqualTo(new[] { 2, 2 }));

        other.Dispose();

        Assert.That(keeper.Sessions.Leases.Select(l => l.Session.References), Is.EqualTo(new[] { 1, 1 }));
        Assert.That(
            () => other.Transform(new ReusingView([])),
            Throws.TypeOf<ObjectDisposedException>().With.Property("ObjectName").Contains("VaeReconstruct of model")
        );
    }

    [TestCase(0)]
    [TestCase(int.MaxValue)]
    public void VaeReconstruct_BatchSizeOutOfRange_NamesTheRange(int batchSize)
    {
        Assert.That(
            () => Transformer(TinyModel.Bernoulli, batchSize),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains($"BatchSize of VaeReconstruct is {batchSize}")
                .And.Message.Contains("1 to ")
        );
    }

    [Test]
    public void VaeReconstruct_DecodedConditionsOfAModelWithoutConditions_NamesTheOption()
    {
        VaeReconstructOptions options = new() { DecodedConditionColumns = ["Other"] };

        Assert.That(
            () => ml.Transforms.VaeReconstruct("Again", "Features", TinyModel.Bernoulli.Folder, options),
            Throws.ArgumentException.With.Message.Contains(
                $"VaeReconstructOptions.DecodedConditionColumns names 'Other', but model '{TinyModel.Bernoulli.Folder}' has no conditions. Leave it null."
            )
        );
    }

    private static long[] Runs(VaeTransformer transformer) =>
        [.. transformer.Sessions.Leases.Select(l => l.Session.RunCount)];

    private VaeTransformer Transformer(TinyModel model, int batchSize) =>
        ml
            .Transforms.VaeReconstruct("Again", "Features", model.Folder, new() { BatchSize = batchSize })
            .Fit(new ReusingView([]));

    private sealed class Reconstructed
    {
        public float[] Again { get; set; } = [];
    }
}
