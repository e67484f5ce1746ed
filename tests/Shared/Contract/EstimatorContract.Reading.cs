using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests.Shared;

public abstract partial class EstimatorContract
{
    [Statement]
    [Proves(7)]
    public void Statement07_AnySubsetOfColumns_GivesTheValuesOfAll()
    {
        DataViewSchema.Column[] all = [.. View.Schema];
        DataViewSchema.Column[][] subsets =
        [
            [.. all.Where(c => c.Index % 2 == 0)],
            [.. all.Where(c => c.Index % 2 == 1)],
            .. all.Select(c => new[] { c }),
        ];

        foreach (var active in subsets)
        {
            var difference = RowDifference.First(Rows(active), ViewRows.Read(View, active), Names(active));
            Holds(7, difference, $"only {string.Join(", ", Names(active))}");
        }
    }

    [Statement]
    [Proves(7)]
    public void Statement07_NoAddedColumnActive_RunsNothingAndReadsNoInput()
    {
        using var fresh = Layout.Create(Subject.Inputs, RowCount);
        var view = Transformer.Transform(fresh.View);
        var before = Runs();

        ViewRows.Read(view, [view.Schema["Id"]]);

        Assert.That(Runs() - before, Is.Zero, $"{At(7)}, runs of the model");

        foreach (var name in Subject.Inputs.Select(i => SourceName(fresh, i)))
        {
            Assert.That(fresh.Counted?.ReadsOf(name) ?? 0, Is.Zero, $"{At(7)}, '{name}'");
        }

        ViewRows.Read(view, AddedTo(view));

        Assert.That(
            Runs() - before,
            Subject.CountRuns is null ? Is.Zero : Is.Positive,
            $"{At(7)}, or nothing is counted"
        );
    }

    [Statement]
    [Proves(8)]
    public void Statement08_RowIds_AreTheSourcesAndAllDifferent()
    {
        using var cursor = View.GetRowCursor(AddedTo(View));
        using var source = Data.GetRowCursor([Data.Schema["Id"]]);
        var ids = Ids(cursor);

        Assert.That(ids, Is.EqualTo(Ids(source)), At(8));
        Assert.That(ids.Distinct().Count(), Is.EqualTo(RowCount), At(8));
    }

    [Statement]
    [Proves(8)]
    public void Statement08_TwoCursorsInTurns_GiveTheSameRows()
    {
        using var first = View.GetRowCursor(View.Schema);
        using var second = View.GetRowCursor(View.Schema);
        var ofFirst = ViewRows.Getters(first, View.Schema);
        var ofSecond = ViewRows.Getters(second, View.Schema);
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

    [Statement]
    [Proves(8)]
    public void Statement08_CursorSet_GivesTheRowsOfOneCursor()
    {
        DataViewSchema.Column[] columns = [View.Schema["Id"], .. AddedTo(View)];
        foreach (var count in new[] { 1, 2, 5 })
        {
            var read = new List<object[]>();
            foreach (var cursor in View.GetRowCursorSet(columns, count))
            {
                using var open = cursor;
                read.AddRange(ViewRows.Read(cursor, columns));
            }

            var difference = RowDifference.First(Rows(columns), InOrder(read), Names(columns), BatchTolerance);
            Holds(8, difference, $"{count} cursors");
        }
    }

    [Statement]
    [Proves(9)]
    public void Statement09_ShufflingAndRowCount_AreTheSources()
    {
        Assert.That(View.CanShuffle, Is.EqualTo(Data.CanShuffle), At(9));
        Assert.That(View.GetRowCount(), Is.EqualTo(Data.GetRowCount()), At(9));

        DataViewSchema.Column[] columns = [View.Schema["Id"], .. AddedTo(View)];

        using var shuffled = View.GetRowCursor(columns, new Random(3));
        var read = InOrder(ViewRows.Read(shuffled, columns));

        Holds(9, RowDifference.First(Rows(columns), read, Names(columns), BatchTolerance), "shuffled rows");
    }

    [Statement]
    [Proves(13)]
    public void Statement13_GettersInAnyOrder_GiveTheValuesOfTheRow()
    {
        using var cursor = View.GetRowCursor(View.Schema);
        var getters = ViewRows.Getters(cursor, View.Schema);
        var names = Names(View.Schema);
        var random = new Random(1);

        for (var row = 0; cursor.MoveNext(); row++)
        {
            // Some getters twice, some not at all.
            foreach (var column in random.GetItems([.. Enumerable.Range(0, getters.Length)], getters.Length))
            {
                object[][] expected =
                [
                    [rows[row][column]],
                ];
                var difference = RowDifference.First(
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

    [Statement]
    [Proves(13)]
    public void Statement13_ValuesOfAnEarlierRow_StayWhenTheCursorMovesOn()
    {
        foreach (var column in View.Schema.Where(c => c.Type.RawType == typeof(VBuffer<float>)))
        {
            using var cursor = View.GetRowCursor(View.Schema);
            var getter = cursor.GetGetter<VBuffer<float>>(column);
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

    [Statement]
    [Proves(14)]
    public void Statement14_ReadingAhead_ReadsEverySourceRowOnceAndEveryInputOncePerRow()
    {
        using var fresh = Layout.Create(Subject.Inputs, RowCount);
        var view = Transformer.Transform(fresh.View);

        var read = ViewRows.Read(view, [view.Schema["Id"], .. AddedTo(view)]);

        Assert.That(read, Has.Length.EqualTo(RowCount), At(14));

        if (fresh.Counted is { } counted)
        {
            Assert.That(counted.RowsRead, Is.EqualTo(RowCount), At(14));
            foreach (var name in Subject.Inputs.Select(i => SourceName(fresh, i)).Append("Id"))
            {
                Assert.That(counted.ReadsOf(name), Is.EqualTo(RowCount), $"{At(14)}, '{name}'");
            }
        }
    }

    [Statement]
    [Proves(14)]
    public void Statement14_PositionAndId_AreThoseOfTheRowThatIsServed()
    {
        using var cursor = View.GetRowCursor([View.Schema["Id"], .. AddedTo(View)]);
        var number = ViewRows.Getters(cursor, [View.Schema["Id"]])[0];

        Assert.That(cursor.Position, Is.EqualTo(-1), At(14));

        for (var row = 0; row < RowCount; row++)
        {
            Assert.That(cursor.MoveNext(), Is.True, At(14));
            Assert.That((cursor.Position, number()), Is.EqualTo(((long)row, (object)row)), At(14));
        }

        Assert.That(cursor.MoveNext(), Is.False, At(14));
        Assert.That(cursor.Position, Is.EqualTo(-1), At(14));
    }

    /// <summary>
    /// Returns the name of an input in the data source. In the lazy layout, the source has its inputs under other
    /// names.
    /// </summary>
    private static string SourceName(LayoutData data, SourceColumn input) =>
        data.Counted?.Schema.GetColumnOrNull("Raw" + input.Name)?.Name ?? input.Name;

    private static DataViewRowId[] Ids(DataViewRowCursor cursor)
    {
        var getter = cursor.GetIdGetter();
        var ids = new List<DataViewRowId>();
        while (cursor.MoveNext())
        {
            DataViewRowId id = default;
            getter(ref id);
            ids.Add(id);
        }

        return [.. ids];
    }

    /// <summary>Sorts rows by the number in their first column.</summary>
    private static object[][] InOrder(IEnumerable<object[]> read) => [.. read.OrderBy(row => (int)row[0])];
}
