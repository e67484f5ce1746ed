using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

public sealed class VaeSampleTests
{
    private static readonly TinyModel Tiny = TinyModel.Bernoulli;
    private readonly MLContext ml = new(seed: 1);
    private VaeModel model = null!;

    [SetUp]
    public void OpenModel() => model = VaeModel.Open(Tiny.Folder);

    [TearDown]
    public void DisposeModel() => model.Dispose();

    [Test]
    public void Schema_ByDefault_IsTheColumnOfTheManifest()
    {
        var view = ml.Data.VaeSample(model, 10, seed: 1);

        Assert.That(view.Schema.Select(c => c.Name), Is.EqualTo(model.Manifest.Columns.Select(c => c.Name)));
        Assert.That(view.Schema[0].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 6)));
        Assert.That(view.GetRowCount(), Is.EqualTo(10));
        Assert.That(view.CanShuffle, Is.False);
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(256)]
    [TestCase(300)]
    [TestCase(100_000)]
    public void Values_AnyBatchSize_AreThePlainDecodingOfTheLatents(int batchSize)
    {
        var view = ml.Data.VaeSample(model, 300, seed: 1, new() { LatentColumnName = "Latent", BatchSize = batchSize });

        var latents = ViewColumns.Vectors(view, "Latent");
        var features = ViewColumns.Vectors(view, "Features");

        Assert.That((latents.Length, features.Length), Is.EqualTo((300, 300)));
        Assert.That(latents.Select(z => z[0]).Distinct().Count(), Is.GreaterThan(290));

        for (var i = 0; i < 300; i++)
        {
            var expected = Tiny.Decode([.. latents[i].Select(z => (double)z)]);
            Assert.That(features[i], Is.EqualTo(expected).Within(1e-5), $"row {i}");
        }
    }

    [Test]
    public void Values_SameSeed_AreTheSameAndAnotherSeedGivesOthers()
    {
        var first = Sample(100, seed: 5);

        Assert.That(Sample(100, seed: 5), Is.EqualTo(first));
        Assert.That(Sample(100, seed: 6)[0], Is.Not.EqualTo(first[0]));
        Assert.That(Sample(40, seed: 5), Is.EqualTo(first.Take(40)).Within(1e-6), "a shorter sample is its beginning");
    }

    [Test]
    public void Cursor_Restarted_GivesTheSameRows()
    {
        var view = ml.Data.VaeSample(model, 300, seed: 1, new() { BatchSize = 64 });

        var first = ViewColumns.Vectors(view, "Features");

        Assert.That(ViewColumns.Vectors(view, "Features"), Is.EqualTo(first));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(5)]
    [TestCase(50)]
    public void GetRowCursorSet_AnyNumber_GivesEveryRowOnceWithItsIdAndBatch(int cursorCount)
    {
        var view = ml.Data.VaeSample(model, 300, seed: 1, new() { BatchSize = 16, LatentColumnName = "Latent" });
        var expected = ViewColumns.Vectors(view, "Features");
        var seen = new List<int>();

        foreach (var cursor in view.GetRowCursorSet(view.Schema, cursorCount))
        {
            using var open = cursor;
            var features = cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]);
            var id = cursor.GetIdGetter();
            VBuffer<float> value = default;
            for (long position = 0; cursor.MoveNext(); position++)
            {
                DataViewRowId row = default;
                id(ref row);
                features(ref value);
                Assert.That(cursor.Position, Is.EqualTo(position));
                Assert.That(cursor.Batch, Is.EqualTo((long)row.Low / 16));
                Assert.That(value.DenseValues(), Is.EqualTo(expected[(int)row.Low]), $"row {row.Low}");
                seen.Add((int)row.Low);
            }
        }

        Assert.That(seen.Order(), Is.EqualTo(Enumerable.Range(0, 300)));
    }

    [Test]
    public void Cursor_BeforeFirstAndAfterLastRow_HasNoValues()
    {
        var view = ml.Data.VaeSample(model, 3, seed: 1);
        using var cursor = view.GetRowCursor(view.Schema);
        var features = cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]);
        var id = cursor.GetIdGetter();
        VBuffer<float> value = default;
        DataViewRowId row = default;

        void Refuses()
        {
            Assert.That(cursor.Position, Is.EqualTo(-1));
            Assert.That(() => features(ref value), Throws.InvalidOperationException);
            Assert.That(() => id(ref row), Throws.InvalidOperationException);
        }

        Refuses();
        while (cursor.MoveNext()) { }

        Refuses();

        Assert.That(cursor.MoveNext(), Is.False);
    }

    [Test]
    public void Cursor_ActiveColumns_DecideWhatRunsAndWhatCanBeRead()
    {
        var view = ml.Data.VaeSample(model, 50, seed: 1, new() { LatentColumnName = "Latent", BatchSize = 16 });
        var before = model.DecoderLease.Session.RunCount;

        var latents = ViewColumns.Vectors(view, "Latent");

        Assert.That(model.DecoderLease.Session.RunCount, Is.EqualTo(before), "latents need no decoder");

        ViewColumns.Vectors(view, "Features");

        Assert.That(model.DecoderLease.Session.RunCount, Is.EqualTo(before + 4));

        using var cursor = view.GetRowCursor([view.Schema["Latent"]]);

        Assert.That(cursor.IsColumnActive(view.Schema["Features"]), Is.False);
        Assert.That(
            () => cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("not active")
        );
        Assert.That(
            () => cursor.GetGetter<float>(view.Schema["Latent"]),
            Throws.InvalidOperationException.With.Message.Contains("Invalid TValue")
        );
        Assert.That(latents, Has.Length.EqualTo(50));
    }

    [Test]
    public void VaeSample_ManyRows_ComputesOnlyWhatIsRead()
    {
        var view = ml.Data.VaeSample(model, long.MaxValue, seed: 1, new() { BatchSize = 10 });
        var before = model.DecoderLease.Session.RunCount;

        var taken = ViewColumns.Vectors(ml.Data.TakeRows(view, 10), "Features");

        Assert.That(taken, Is.EqualTo(Sample(10, seed: 1)).Within(1e-6));
        Assert.That(view.GetRowCount(), Is.EqualTo(long.MaxValue));
        Assert.That(model.DecoderLease.Session.RunCount, Is.LessThanOrEqualTo(before + 3));
    }

    [Test]
    public void VaeSample_NoRows_GivesAnEmptyView()
    {
        var view = ml.Data.VaeSample(model, 0, seed: 1);

        Assert.That(view.GetRowCount(), Is.Zero);
        Assert.That(ViewColumns.Vectors(view, "Features"), Is.Empty);
        Assert.That(ViewColumns.Vectors(ml.Data.VaeSample(model, Array.Empty<float>()), "Features"), Is.Empty);
    }

    [Test]
    public void VaeSample_GivenLatents_DecodesThemInOrder()
    {
        float[] latents = [.. TinyModel.Latents(300).SelectMany(z => z)];
        var expected = model.Decode(latents);

        var view = ml.Data.VaeSample(model, latents, new() { LatentColumnName = "z", OutputColumnName = "x" });
        float[] asked = [.. latents];
        Array.Clear(latents);

        Assert.That(view.GetRowCount(), Is.EqualTo(300));
        Assert.That(ViewColumns.Vectors(view, "z").SelectMany(z => z), Is.EqualTo(asked), "a copy was taken");
        Assert.That(ViewColumns.Vectors(view, "x").SelectMany(x => x), Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    public void View_InAPipeline_IsScoredLikeData()
    {
        var view = ml.Data.VaeSample(model, 500, seed: 1, new() { LatentColumnName = "Latent" });

        var scored = ml
            .Transforms.VaeScore("Score", "Features", model)
            .Append(ml.Transforms.VaeDecode("Decoded", "Latent", model))
            .Fit(view)
            .Transform(ml.Data.Cache(view));

        Assert.That(ViewColumns.Column<float>(scored, "Score"), Has.Count.EqualTo(500).And.All.GreaterThan(0));
        Assert.That(
            ViewColumns.Vectors(scored, "Decoded").SelectMany(x => x),
            Is.EqualTo(ViewColumns.Vectors(view, "Features").SelectMany(x => x)).Within(1e-6)
        );
    }

    [Test]
    public void View_AfterTheModelWasDisposed_IsDisposedAndNamesIt()
    {
        var view = ml.Data.VaeSample(model, 50, seed: 1, new() { BatchSize = 16 });
        using var cursor = view.GetRowCursor(view.Schema);
        var features = cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]);
        VBuffer<float> value = default;
        cursor.MoveNext();

        model.Dispose();

        Assert.That(() => features(ref value), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(
            () => view.GetRowCursor(view.Schema),
            Throws.TypeOf<ObjectDisposedException>().With.Property("ObjectName").Contains(Tiny.Folder)
        );
        Assert.That(() => ml.Data.VaeSample(model, 5, seed: 1), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void VaeSample_WrongArguments_AreRefused()
    {
        Assert.That(
            () => ml.Data.VaeSample(model, -1, seed: 1),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("rowCount")
        );
        Assert.That(
            () => ml.Data.VaeSample(model, 5, seed: 1, new() { BatchSize = 0 }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("VaeSample")
        );
        Assert.That(
            () => ml.Data.VaeSample(model, 5, seed: 1, new() { LatentColumnName = "Features" }),
            Throws.ArgumentException.With.Message.Contains("'Features'")
        );
        Assert.That(
            () => ml.Data.VaeSample(model, 5, seed: 1, new() { OutputColumnName = "" }),
            Throws.ArgumentException
        );
        Assert.That(
            () => ml.Data.VaeSample(model, new float[3]),
            Throws.ArgumentException.With.Message.Contains("Rows of 2 latents")
        );
        Assert.That(
            () => ml.Data.VaeSample(model, new[] { 0, 0, 0, float.NaN }),
            Throws.TypeOf<VaeRowException>().With.Message.StartsWith("Row 1, slot 1 of 'latent' is NaN")
        );
        Assert.That(() => ml.Data.VaeSample(null!, 5, seed: 1), Throws.ArgumentNullException);
        Assert.That(() => ((DataOperationsCatalog)null!).VaeSample(model, 5, seed: 1), Throws.ArgumentNullException);
    }

    private float[][] Sample(int rowCount, int seed) =>
        ViewColumns.Vectors(ml.Data.VaeSample(model, rowCount, seed), "Features");
}
