using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

public sealed class InterpolateMissingValuesTests
{
    private const float Missing = float.NaN;
    private readonly MLContext ml = new(seed: 1);

    [TestCase(new[] { 1f, Missing, 3f }, new[] { 1f, 2f, 3f })]
    [TestCase(new[] { 4f, Missing, Missing, Missing, 0f }, new[] { 4f, 3f, 2f, 1f, 0f })]
    [TestCase(new[] { Missing, Missing, 5f, 6f }, new[] { 5f, 5f, 5f, 6f })]
    [TestCase(new[] { 5f, Missing, 7f, Missing, Missing }, new[] { 5f, 6f, 7f, 7f, 7f })]
    [TestCase(new[] { Missing, 9f, Missing }, new[] { 9f, 9f, 9f })]
    [TestCase(new[] { Missing, Missing }, new[] { Missing, Missing })]
    [TestCase(new[] { 2f }, new[] { 2f })]
    [TestCase(new float[0], new float[0])]
    public void Values_Gaps_LieOnTheLineBetweenTheirNeighbors(float[] values, float[] expected)
    {
        var view = ml.Data.InterpolateMissingValues(Scalars(values), "Value");

        Assert.That(ViewColumns.Column<float>(view, "Value"), Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    public void Values_Observed_StayBitForBit()
    {
        // A NaN with a payload is missing as well; a negative zero and the smallest number are not.
        float[] values = [-0f, float.Epsilon, BitConverter.Int32BitsToSingle(0x7FC12345), float.MaxValue, 1e-30f];

        var filled = ViewColumns.Column<float>(ml.Data.InterpolateMissingValues(Scalars(values), "Value"), "Value");

        int[] observed = [0, 1, 3, 4];

        Assert.That(
            observed.Select(i => BitConverter.SingleToInt32Bits(filled[i])),
            Is.EqualTo(observed.Select(i => BitConverter.SingleToInt32Bits(values[i])))
        );
        Assert.That(filled[2], Is.EqualTo(float.MaxValue / 2).Within(1e-6).Percent);
    }

    [Test]
    public void Values_NeighborsAtTheEndsOfTheRange_AreFinite() =>
        Assert.That(
            ViewColumns.Column<float>(
                ml.Data.InterpolateMissingValues(Scalars([float.MaxValue, Missing, float.MinValue]), "Value"),
                "Value"
            ),
            Is.EqualTo(new[] { float.MaxValue, 0, float.MinValue })
        );

    /// <summary>Gaps of any length at any position, in independent slots, compared with the formula over whole columns.</summary>
    [Test]
    public void Values_RandomGapsInVectors_AreTheFormulasInEverySlot([Range(1, 12)] int seed)
    {
        var rows = WithGaps(rowCount: 150, width: 5, missingShare: 0.1 * (seed % 10), seed);

        var filled = ViewColumns.Vectors(
            ml.Data.InterpolateMissingValues(new ReusingView(rows), "Features"),
            "Features"
        );

        for (var slot = 0; slot < 5; slot++)
        {
            Assert.That(
                filled.Select(row => row[slot]),
                Is.EqualTo(PlainlyFilled([.. rows.Select(row => row[slot])])).Within(1e-6),
                $"slot {slot}"
            );
        }
    }

    [Test]
    public void OtherColumns_WhileItLooksAhead_AreTheRowsOwn()
    {
        var rows = WithGaps(rowCount: 300, width: 4, missingShare: 0.6, seed: 3);
        var source = new ReusingView(rows);
        var view = ml.Data.InterpolateMissingValues(source, "Features");
        var expected = ViewColumns.Vectors(view, "Features");
        using var cursor = view.GetRowCursor(view.Schema);
        var features = cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]);
        var text = cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Text"]);
        var id = cursor.GetIdGetter();
        VBuffer<float> value = default;
        ReadOnlyMemory<char> name = default;
        DataViewRowId rowId = default;
        var random = new Random(1);
        source.RowsRead = 0;

        var row = 0;
        for (; cursor.MoveNext(); row++)
        {
            if (random.Next(2) == 0)
            {
                features(ref value);
                features(ref value);
                Assert.That(value.DenseValues(), Is.EqualTo(expected[row]), $"row {row}");
            }

            text(ref name);
            id(ref rowId);
            Assert.That(name.ToString(), Is.EqualTo($"row {row}"));
            Assert.That(rowId, Is.EqualTo(new DataViewRowId((ulong)row, 7)));
            Assert.That((cursor.Position, cursor.Batch), Is.EqualTo(((long)row, (long)row)));
        }

        Assert.That((row, source.RowsRead), Is.EqualTo((300, 300)));
        Assert.That((cursor.Position, cursor.MoveNext()), Is.EqualTo((-1L, false)));
    }

    [Test]
    public void Cursor_MissingCell_ReadsAsFarAsItsGapAndOnlyWhenItIsAskedFor()
    {
        float[][] rows =
        [
            [1, 1],
            [Missing, 2],
            [Missing, Missing],
            [4, Missing],
            [5, 6],
            [7, 8],
        ];
        var source = new ReusingView(rows);
        var view = ml.Data.InterpolateMissingValues(source, "Features");
        using var cursor = view.GetRowCursor([view.Schema["Features"]]);
        var features = cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]);
        VBuffer<float> value = default;
        var read = new List<int>();
        while (cursor.MoveNext())
        {
            read.Add(source.RowsRead);
            features(ref value);
            read.Add(source.RowsRead);
        }

        Assert.That(read, Is.EqualTo(new[] { 1, 1, 2, 4, 4, 5, 5, 5, 5, 5, 6, 6 }));
        Assert.That(source.CursorsDisposed, Is.EqualTo(1));
    }

    [Test]
    public void Cursor_WithoutTheColumn_IsTheSources()
    {
        var source = new ReusingView(WithGaps(20, 3, 0.5, seed: 1));
        var view = ml.Data.InterpolateMissingValues(source, "Features");

        Assert.That(ViewColumns.Column<int>(view, "Id"), Is.EqualTo(Enumerable.Range(0, 20)));
        Assert.That(source.FeaturesRead, Is.Zero);
    }

    [Test]
    public void Cursor_SourceThatFails_GivesTheRowsBeforeItFirst()
    {
        float[][] rows =
        [
            [1],
            [Missing],
            [3],
            [4],
            [Missing],
            [6],
            [7],
        ];
        var view = ml.Data.InterpolateMissingValues(new ReusingView(rows) { FailingRow = 5 }, "Features");
        using var cursor = view.GetRowCursor(view.Schema);
        var features = cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]);
        VBuffer<float> value = default;
        for (var row = 0; row < 4; row++)
        {
            Assert.That(cursor.MoveNext(), Is.True);
            Assert.That(() => features(ref value), Throws.Nothing, $"row {row}");
        }

        Assert.That(cursor.MoveNext(), Is.True, "the row before the failing one is there");
        Assert.That(() => features(ref value), Failing(5), "but not what lies between it and the next");
        Assert.That(() => cursor.MoveNext(), Failing(5));
        Assert.That(() => cursor.MoveNext(), Failing(5));
        Assert.That(cursor.Position, Is.EqualTo(-1));
    }

    [Test]
    public void View_Schema_IsTheSourcesAndItKeepsTheOrder()
    {
        var source = new ReusingView(WithGaps(9, 3, 0.5, seed: 1), withSlotNames: true)
        {
            CanShuffle = true,
            ReportedRowCount = 9,
        };
        var view = ml.Data.InterpolateMissingValues(source, "Features", "Features");

        Assert.That(view.Schema, Is.SameAs(source.Schema));
        Assert.That((view.CanShuffle, view.GetRowCount()), Is.EqualTo((false, (long?)9)));
        Assert.That(view.GetRowCursorSet(view.Schema, 4), Has.Length.EqualTo(1));

        using var cursor = view.GetRowCursor(view.Schema, new Random(1));

        Assert.That(ViewColumns.Column<int>(cursor, "Id"), Is.EqualTo(Enumerable.Range(0, 9)));
    }

    [Test]
    public void Getter_BeforeTheFirstRowOrInactiveOrOfAnotherType_IsRefusedAsInMlNet()
    {
        var view = ml.Data.InterpolateMissingValues(Scalars([1, Missing]), "Value");
        using var cursor = view.GetRowCursor([view.Schema["Value"]]);
        var getter = cursor.GetGetter<float>(view.Schema["Value"]);
        var idGetter = cursor.GetIdGetter();
        float value = 0;
        DataViewRowId id = default;

        Assert.That(() => getter(ref value), Throws.InvalidOperationException);
        Assert.That(() => idGetter(ref id), Throws.InvalidOperationException);
        Assert.That(() => cursor.GetGetter<double>(view.Schema["Value"]), Throws.InvalidOperationException);
        Assert.That(
            () => cursor.GetGetter<float>(view.Schema["Label"]),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("'Label'")
        );
    }

    [TestCase("Nope", "'Value', 'Label', 'Ragged', 'Text'")]
    [TestCase("Text", "ConvertType")]
    [TestCase("Ragged", "variable size")]
    public void InterpolateMissingValues_WrongColumn_IsRefusedByName(string column, string expected) =>
        Assert.That(
            () => ml.Data.InterpolateMissingValues(Scalars([1]), "Value", column),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains($"'{column}'")
                .And.Message.Contains(expected)
        );

    [Test]
    public void InterpolateMissingValues_NoColumn_IsRefused()
    {
        Assert.That(() => ml.Data.InterpolateMissingValues(Scalars([1])), Throws.ArgumentException);
        Assert.That(() => ml.Data.InterpolateMissingValues(Scalars([1]), ""), Throws.ArgumentException);
    }

    [Test]
    public void Read_RowOfAnotherLength_NamesRowAndLengths()
    {
        var data = ml.Data.LoadFromEnumerable<Row>([
            new() { Features = [1, 2, 3, 4, 5, 6] },
            new() { Features = [1, 2] },
        ]);
        var view = ml.Data.InterpolateMissingValues(data, "Features");

        Assert.That(
            () => ViewColumns.Vectors(view, "Features"),
            Throws
                .TypeOf<VaeRowException>()
                .With.Message.Contains("Row 1 of 'Features' has 2 values")
                .And.Message.Contains("6")
        );
    }

    private static NUnit.Framework.Constraints.EqualStringConstraint Failing(int row) =>
        Throws.InvalidOperationException.With.Message.EqualTo($"The source fails at row {row}.");

    private IDataView Scalars(float[] values) =>
        ml.Data.LoadFromEnumerable(values.Select(v => new Measurement { Value = v, Label = v }).ToArray());

    private static float[][] WithGaps(int rowCount, int width, double missingShare, int seed)
    {
        var random = new Random(seed);
        var rows = new float[rowCount][];
        for (var i = 0; i < rowCount; i++)
        {
            rows[i] = new float[width];
            for (var slot = 0; slot < width; slot++)
            {
                rows[i][slot] =
                    random.NextDouble() < missingShare ? Missing
                    : random.Next(5) == 0 ? 0
                    : random.NextSingle();
            }
        }

        return rows;
    }

    /// <summary>Fills the missing values of a column by the documented formula, one row at a time.</summary>
    private static float[] PlainlyFilled(float[] column)
    {
        int[] observed = [.. Enumerable.Range(0, column.Length).Where(i => !float.IsNaN(column[i]))];
        return
        [
            .. column.Select(
                (value, row) =>
                {
                    var before = observed.LastOrDefault(i => i <= row, -1);
                    var after = observed.FirstOrDefault(i => i >= row, -1);
                    return before < 0 && after < 0 ? Missing
                        : before < 0 ? column[after]
                        : after < 0 || before == after ? column[before]
                        : column[before] + ((column[after] - column[before]) * (row - before) / (after - before));
                }
            ),
        ];
    }

    private sealed class Measurement
    {
        public float Value { get; set; }

        public float Label { get; set; }

        public float[] Ragged { get; set; } = [];

        public string Text { get; set; } = "";
    }
}
