using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests.Shared;

public abstract partial class EstimatorContract
{
    [Test]
    public void Statement07_AnySubsetOfColumns_GivesTheValuesOfAll()
    {
        DataViewSchema.Column[] all = [.. View.Schema];
        DataViewSchema.Column[][] subsets =
        [
            [.. all.Where(c => c.Index % 2 == 0)],
            [.. all.Where(c => c.Index % 2 == 1)],
            .. all.Select(c => new[] { c }),
        ];

        foreach (DataViewSchema.Column[] active in subsets)
        {
            string? difference = RowDifference.First(Rows(active), ViewRows.Of(View, active), Names(active));
            Holds(7, difference, $"only {string.Join(", ", Names(active))}");
        }
    }

    [Test]
    public void Statement07_NoAddedColumnActive_RunsNothingAndReadsNoInput()
    {
        using LayoutData fresh = Layout.Create(Subject.Inputs, RowCount);
        IDataView view = Transformer.Transform(fresh.View);
        long before = Runs();

        ViewRows.Of(view, [view.Schema["Id"]]);

        Assert.That(Runs() - before, Is.Zero, $"{At(7)}, runs of the model");
        foreach (string name in Subject.Inputs.Select(i => SourceName(fresh, i)))
        {
            Assert.That(fresh.Counted?.ReadsOf(name) ?? 0, Is.Zero, $"{At(7)}, '{name}'");
        }
        ViewRows.Of(view, AddedTo(view));
        Assert.That(
            Runs() - before,
            Subject.CountRuns is null ? Is.Zero : Is.Positive,
            $"{At(7)}, or nothing is counted"
        );
    }

    [Test]
    public void Statement08_RowIds_AreTheSourcesAndAllDifferent()
    {
        using DataViewRowCursor cursor = View.GetRowCursor(AddedTo(View));
        using DataViewRowCursor source = Data.GetRowCursor([Data.Schema["Id"]]);
        DataViewRowId[] ids = Ids(cursor);

        Assert.That(ids, Is.EqualTo(Ids(source)), At(8));
        Assert.That(ids.Distinct().Count(), Is.EqualTo(RowCount), At(8));
    }

    [Test]
    public void Statement08_TwoCursorsInTurns_GiveTheSameRows()
    {
        using DataViewRowCursor first = View.GetRowCursor(View.Schema);
        using DataViewRowCursor second = View.GetRowCursor(View.Schema);
        Func<object>[] ofFirst = ViewRows.Getters(first, View.Schema);
        Func<object>[] ofSecond = ViewRows.Getters(second, View.Schema);
        var read = new List<object[]>();
        var readBehind = new List<object[]>();

        while (first.MoveNext())
        {
            read.Add([.. ofFirst.Select(get => get())]);
            if (read.Count > 1 && second.MoveNext())
            {
                readBehind.Add([.. ofSecond.Select(get => get())]);
            }
        }

        Holds(8, RowDifference.First(rows, [.. read], Names(View.Schema)), "the cursor in front");
        Holds(8, RowDifference.First(rows[..^1], [.. readBehind], Names(View.Schema)), "the cursor behind");
    }

    [Test]
    public void Statement08_CursorSet_GivesTheRowsOfOneCursor()
    {
        DataViewSchema.Column[] columns = [View.Schema["Id"], .. AddedTo(View)];
        foreach (int count in new[] { 1, 2, 5 })
        {
            var read = new List<object[]>();
            foreach (DataViewRowCursor cursor in View.GetRowCursorSet(columns, count))
            {
                using DataViewRowCursor open = cursor;
                read.AddRange(ViewRows.Of(cursor, columns));
            }
            string? difference = RowDifference.First(Rows(columns), InOrder(read), Names(columns), BatchTolerance);
            Holds(8, difference, $"{count} cursors");
        }
    }

    [Test]
    public void Statement09_ShufflingAndRowCount_AreTheSources()
    {
        Assert.That(View.CanShuffle, Is.EqualTo(Data.CanShuffle), At(9));
        Assert.That(View.GetRowCount(), Is.EqualTo(Data.GetRowCount()), At(9));
        DataViewSchema.Column[] columns = [View.Schema["Id"], .. AddedTo(View)];

        using DataViewRowCursor shuffled = View.GetRowCursor(columns, new Random(3));
        object[][] read = InOrder(ViewRows.Of(shuffled, columns));

        Holds(9, RowDifference.First(Rows(columns), read, Names(columns), BatchTolerance), "shuffled rows");
    }

    [Test]
    public void Statement13_GettersInAnyOrder_GiveTheValuesOfTheRow()
    {
        using DataViewRowCursor cursor = View.GetRowCursor(View.Schema);
        Func<object>[] getters = ViewRows.Getters(cursor, View.Schema);
        string[] names = Names(View.Schema);
        var random = new Random(1);

        for (int row = 0; cursor.MoveNext(); row++)
        {
            // Some getters twice, some not at all.
            foreach (int column in random.GetItems([.. Enumerable.Range(0, getters.Length)], getters.Length))
            {
                object[][] expected =
                [
                    [rows[row][column]],
                ];
                string? difference = RowDifference.First(
                    expected,
                    [
                        [getters[column]()],
                    ],
                    [names[column]]
                );
                Holds(13, difference, $"row {row} in a random order");
            }
        }
    }

    [Test]
    public void Statement13_ValuesOfAnEarlierRow_StayWhenTheCursorMovesOn()
    {
        foreach (DataViewSchema.Column column in View.Schema.Where(c => c.Type.RawType == typeof(VBuffer<float>)))
        {
            using DataViewRowCursor cursor = View.GetRowCursor(View.Schema);
            ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
            var kept = new List<VBuffer<float>>();
            while (cursor.MoveNext())
            {
                VBuffer<float> value = default;
                getter(ref value);
                kept.Add(value);
            }
            object[][] read = [.. kept.Select(v => new object[] { v.DenseValues().ToArray() })];
            Holds(13, RowDifference.First(Rows([column]), read, [column.Name]), "values kept to the end");
        }
    }

    [Test]
    public void Statement14_ReadingAhead_ReadsEverySourceRowOnceAndEveryInputOncePerRow()
    {
        using LayoutData fresh = Layout.Create(Subject.Inputs, RowCount);
        IDataView view = Transformer.Transform(fresh.View);

        object[][] read = ViewRows.Of(view, [view.Schema["Id"], .. AddedTo(view)]);

        Assert.That(read, Has.Length.EqualTo(RowCount), At(14));
        if (fresh.Counted is { } counted)
        {
            Assert.That(counted.RowsRead, Is.EqualTo(RowCount), At(14));
            foreach (string name in Subject.Inputs.Select(i => SourceName(fresh, i)).Append("Id"))
            {
                Assert.That(counted.ReadsOf(name), Is.EqualTo(RowCount), $"{At(14)}, '{name}'");
            }
        }
    }

    [Test]
    public void Statement14_PositionAndId_AreThoseOfTheRowThatIsServed()
    {
        using DataViewRowCursor cursor = View.GetRowCursor([View.Schema["Id"], .. AddedTo(View)]);
        Func<object> number = ViewRows.Getters(cursor, [View.Schema["Id"]])[0];
        Assert.That(cursor.Position, Is.EqualTo(-1), At(14));

        for (int row = 0; row < RowCount; row++)
        {
            Assert.That(cursor.MoveNext(), Is.True, At(14));
            Assert.That((cursor.Position, number()), Is.EqualTo(((long)row, (object)row)), At(14));
        }

        Assert.That(cursor.MoveNext(), Is.False, At(14));
        Assert.That(cursor.Position, Is.EqualTo(-1), At(14));
    }

    /// <summary>The lazy layout's source has its inputs under other names.</summary>
    private static string SourceName(LayoutData data, SourceColumn input) =>
        data.Counted?.Schema.GetColumnOrNull("Raw" + input.Name)?.Name ?? input.Name;

    private static DataViewRowId[] Ids(DataViewRowCursor cursor)
    {
        ValueGetter<DataViewRowId> getter = cursor.GetIdGetter();
        var ids = new List<DataViewRowId>();
        while (cursor.MoveNext())
        {
            DataViewRowId id = default;
            getter(ref id);
            ids.Add(id);
        }
        return [.. ids];
    }

    /// <summary>Rows by the number in their first column.</summary>
    private static object[][] InOrder(IEnumerable<object[]> read) => [.. read.OrderBy(row => (int)row[0])];
}
