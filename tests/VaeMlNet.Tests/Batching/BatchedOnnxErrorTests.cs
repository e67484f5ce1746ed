using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>The inputs that reading a batched view refuses, and when it does.</summary>
public sealed class BatchedOnnxErrorTests
{
    private static readonly TinyModel Model = TinyModel.Bernoulli;
    private readonly MLContext ml = new(seed: 1);

    [Test]
    public void Getter_InactiveColumn_IsOutOfRange()
    {
        var view = Encoded(new ReusingView(Model.Rows(3)));
        using var cursor = view.GetRowCursor([view.Schema["Id"]]);

        foreach (var name in new[] { "Latent", "Text" })
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
                cursor.GetGetter<VBuffer<float>>(view.Schema[name])
            );
            Assert.That(error!.ParamName, Is.EqualTo("column"));
            Assert.That(error.Message, Does.Contain($"'{name}'").And.Contain("not active"));
            Assert.That(cursor.IsColumnActive(view.Schema[name]), Is.False);
        }
    }

    [TestCase("Latent", typeof(VBuffer<float>))]
    [TestCase("Id", typeof(int))]
    public void Getter_WrongType_IsInvalid(string name, Type expected)
    {
        var view = Encoded(new ReusingView(Model.Rows(3)));
        using var cursor = view.GetRowCursor(view.Schema);

        var error = Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<double>(view.Schema[name]));

        Assert.That(
            error!.Message,
            Does.Contain(name).And.Contain($"'{typeof(double)}'").And.Contain($"expected type: '{expected}'")
        );
    }

    [Test]
    public void Getter_BeforeFirstAndAfterLastRow_IsInvalid()
    {
        var view = Encoded(new ReusingView(Model.Rows(3)));
        using var cursor = view.GetRowCursor(view.Schema);
        var latent = cursor.GetGetter<VBuffer<float>>(view.Schema["Latent"]);
        var id = cursor.GetGetter<int>(view.Schema["Id"]);
        var rowId = cursor.GetIdGetter();
        VBuffer<float> vector = default;
        var number = 0;
        DataViewRowId unique = default;

        void AllRefuse()
        {
            foreach (
                var get in new Action[] { () => latent(ref vector), () => id(ref number), () => rowId(ref unique) }
            )
            {
                Assert.That(
                    get,
                    Throws.InvalidOperationException.With.Message.StartWith("Values cannot be fetched at this time.")
                );
            }
        }

        AllRefuse();
        while (cursor.MoveNext()) { }

        AllRefuse();
    }

    [TestCase(1.73f, "1.73")]
    [TestCase(-0.5f, "-0.5")]
    [TestCase(float.NaN, "NaN")]
    [TestCase(float.PositiveInfinity, "Infinity")]
    public void Read_ValueOutsideBernoulliRange_NamesRowSlotColumnAndValue(float value, string text)
    {
        var rows = Model.Rows(40);
        rows[17][4] = value;
        var view = Encoded(new ReusingView(rows));

        var error = Assert.Throws<VaeRowException>(() => ViewColumns.Vectors(view, "Latent"));

        Assert.That(error!.Message, Does.StartWith($"Row 17, slot 4 of 'Features' is {text},"));
        Assert.That(
            error.Message,
            Does.Contain(float.IsFinite(value) ? "NormalizeMinMax and fixZero: false" : "ReplaceMissingValues")
        );
        Assert.That(error.Message, Does.EndWith("count from 0."));
    }

    [TestCase(float.NaN)]
    [TestCase(float.NegativeInfinity)]
    public void Read_NotFiniteValueForGaussian_IsRefusedAndOthersAreNot(float value)
    {
        var gaussian = TinyModel.Gaussian;
        var rows = gaussian.Rows(10);
        rows[2][0] = 1e6f;
        rows[5][5] = value;
        var view = Encoded(new ReusingView(rows), gaussian);

        var error = Assert.Throws<VaeRowException>(() => ViewColumns.Vectors(view, "Latent"));

        Assert.That(error!.Message, Does.StartWith("Row 5, slot 5 of 'Features' is"));
    }

    [Test]
    public void Read_BadRowThatWasOnlyReadAhead_DoesNotAffectOtherRows()
    {
        var rows = Model.Rows(40);
        rows[17][4] = 2;
        var view = Encoded(new ReusingView(rows));
        var expected = ViewColumns.Vectors(Encoded(new ReusingView(Model.Rows(40))), "Latent");
        using var cursor = view.GetRowCursor(view.Schema);
        var latent = cursor.GetGetter<VBuffer<float>>(view.Schema["Latent"]);
        VBuffer<float> value = default;

        for (var i = 0; cursor.MoveNext(); i++)
        {
            if (i == 17)
            {
                Assert.That(() => latent(ref value), Throws.TypeOf<VaeRowException>());
                Assert.That(() => latent(ref value), Throws.TypeOf<VaeRowException>(), "asked twice");
                continue;
            }

            latent(ref value);
            Assert.That(value.DenseValues(), Is.EqualTo(expected[i]), $"row {i}");
        }
    }

    [Test]
    public void Read_SourceThatFails_GivesTheRowsBeforeItFirst()
    {
        var view = Encoded(new ReusingView(Model.Rows(40)) { FailingRow = 17 });
        using var cursor = view.GetRowCursor([view.Schema["Latent"]]);
        var latent = cursor.GetGetter<VBuffer<float>>(view.Schema["Latent"]);
        VBuffer<float> value = default;

        for (var i = 0; i < 17; i++)
        {
            Assert.That(cursor.MoveNext(), Is.True);
            latent(ref value);
        }

        Assert.That(
            () => cursor.MoveNext(),
            Throws.InvalidOperationException.With.Message.EqualTo("The source fails at row 17.")
        );
        Assert.That(() => latent(ref value), Throws.InvalidOperationException);
    }

    [Test]
    public void TakeRows_BadRowBehindTheTaken_IsNotReached()
    {
        var rows = Model.Rows(40);
        rows[17][4] = 2;

        var taken = ml.Data.TakeRows(Encoded(new ReusingView(rows)), 10);

        Assert.That(ViewColumns.Vectors(taken, "Latent"), Has.Length.EqualTo(10));
    }

    [TestCase(0)]
    [TestCase(5)]
    [TestCase(12)]
    [Proves(4)]
    public void Read_RowOfAnotherLengthThanItsSchema_NamesRowAndBothLengths(int length)
    {
        var rows = Row.From(Model.Rows(5));
        rows[3].Features = new float[length];
        var view = Encoded(ml.Data.LoadFromEnumerable(rows));

        var error = Assert.Throws<VaeRowException>(() => ViewColumns.Vectors(view, "Latent"));

        Assert.That(
            error!.Message,
            Does.StartWith($"Row 3 of 'Features' has {length} values").And.Contain("Vector<Single, 6>")
        );
    }

    [Test]
    public void Read_RowsInRandomOrder_NamesTheRowInTheData()
    {
        var rows = Row.From(Model.Rows(40));
        rows[17].Features = [.. Enumerable.Repeat(2f, TinyModel.InputDim)];
        var view = Encoded(ml.Data.Cache(ml.Data.LoadFromEnumerable(rows)));
        using var cursor = view.GetRowCursor([view.Schema["Latent"]], new Random(3));

        var error = Assert.Throws<VaeRowException>(() => ViewColumns.Column<VBuffer<float>>(cursor, "Latent"));

        Assert.That(error!.Row, Is.EqualTo(17));
        Assert.That(cursor.Position, Is.Not.EqualTo(17), "the order is not random, or the test shows nothing");
    }

    [Test]
    public void Read_RowOfAnotherLengthInOneOfSeveralCursors_NamesTheRowInTheData()
    {
        var rows = Model.Rows(40);
        rows[17] = new float[5];
        var view = Encoded(new ReusingView(rows));

        var error = Assert.Throws<VaeRowException>(() => ViewColumns.VectorsById(view, "Latent", cursorCount: 3));

        Assert.That(error!.Message, Does.StartWith("Row 17 of 'Features' has 5 values"));
    }

    [TestCase(1, TinyModel.InputDim)]
    [TestCase(3, TinyModel.InputDim)]
    [TestCase(1, 5)]
    [TestCase(3, 5)]
    public void Read_FilteredViewByAnyNumberOfCursors_NamesTheRowInTheView(int cursorCount, int length)
    {
        var rows = Model.Rows(40);
        rows[17] = [.. Enumerable.Repeat(2f, length)];
        // Rows 10 to 39.
        var filtered = ml.Data.FilterRowsByColumn(new ReusingView(rows), "Costly", lowerBound: 5);
        var view = Encoded(filtered);

        Assert.That(filtered.GetRowCursorSet([], cursorCount), Has.Length.EqualTo(cursorCount));

        var error = Assert.Throws<VaeRowException>(() => ViewColumns.VectorsById(view, "Latent", cursorCount));

        Assert.That(error!.Row, Is.EqualTo(7));
    }

    [Test]
    public void Predict_RowOfAnotherLengthThanItsSchema_NamesBothLengths()
    {
        using var engine = ml.Model.CreatePredictionEngine<Row, Encoding>(
            ml.Transforms.VaeEncode("Latent", "Features", Model.Folder).Fit(new ReusingView([]))
        );

        Assert.That(
            () => engine.Predict(new Row { Features = new float[7] }),
            Throws
                .TypeOf<VaeRowException>()
                .With.Message.Contains("has 7 values")
                .And.Message.Contains("Vector<Single, 6>")
        );
    }

    private IDataView Encoded(IDataView source, TinyModel? model = null) =>
        ml.Transforms.VaeEncode("Latent", "Features", (model ?? Model).Folder).Fit(source).Transform(source);

    private sealed class Encoding
    {
        public float[] Latent { get; set; } = [];
    }
}
