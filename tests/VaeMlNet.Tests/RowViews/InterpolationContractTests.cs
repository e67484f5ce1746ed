using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>The contract of every view, over every layout of columns: statements 7, 8, 13 and 14.</summary>
[TestFixtureSource(typeof(ColumnLayout), nameof(ColumnLayout.All))]
public sealed class InterpolationContractTests(ColumnLayout layout)
{
    private const int RowCount = 40;

    private static readonly SourceColumn[] Inputs =
    [
        new ScalarSource<float>("Level", NumberDataViewType.Single, row => row % 5 == 0 ? row : float.NaN),
        new VectorSource<float>(
            "Features",
            NumberDataViewType.Single,
            3,
            row => [row % 7 == 3 ? -row : float.NaN, row, row is > 10 and < 33 ? float.NaN : 0]
        ),
    ];

    private readonly MLContext ml = new(seed: 1);
    private LayoutData data = null!;
    private IDataView view = null!;
    private object[][] rows = [];

    [OneTimeSetUp]
    public void ReadOnce()
    {
        data = layout.Create(Inputs, RowCount);
        view = ml.Data.InterpolateMissingValues(data.View, "Level", "Features");
        rows = ViewRows.Read(view);
    }

    [OneTimeTearDown]
    public void DisposeData() => data.Dispose();

    [Test]
    public void Values_AnyLayout_AreFilledInTheNamedColumnsAndTheSourcesInOthers()
    {
        var source = ViewRows.Read(data.View);
        var level = view.Schema["Level"].Index;
        var features = view.Schema["Features"].Index;
        for (var row = 0; row < RowCount; row++)
        {
            Assert.That(rows[row][level], Is.EqualTo(Math.Min(row, 35f)).Within(1e-5));
            Assert.That(((float[])rows[row][features])[1], Is.EqualTo((float)row));
            Assert.That(((float[])rows[row][features])[2], Is.Zero);
            Assert.That(((float[])rows[row][features])[0], Is.EqualTo(-Math.Clamp(row, 3f, 38f)).Within(1e-5));
        }

        Holds(
            RowDifference.First(
                Without(source, level, features),
                Without(rows, level, features),
                view.Schema.Where(c => c.Index != level && c.Index != features).Select(c => c.Name)
            )
        );
    }

    [Test]
    public void Values_FewerColumns_AreThoseOfAllColumns()
    {
        foreach (var column in view.Schema)
        {
            var alone = ViewRows.Read(view, [column]);
            Holds(RowDifference.First([.. rows.Select(r => new[] { r[column.Index] })], alone, [column.Name]));
        }
    }

    [Test]
    public void Values_TwoCursorsAndACursorSet_AreTheSame()
    {
        Holds(RowDifference.First(rows, ViewRows.Read(view), Names));
        using var only = view.GetRowCursorSet(view.Schema, 5)[0];
        Holds(RowDifference.First(rows, ViewRows.Read(only, view.Schema), Names));
    }

    [Test]
    public void Getters_InAnyOrderAndTwice_GiveTheValuesOfTheRow()
    {
        using var cursor = view.GetRowCursor(view.Schema);
        var getters = ViewRows.Getters(cursor, view.Schema);
        var random = new Random(1);
        for (var row = 0; cursor.MoveNext(); row++)
        {
            foreach (var column in random.GetItems([.. Enumerable.Range(0, getters.Length)], getters.Length))
            {
                Holds(
                    RowDifference.First(
                        [
                            [rows[row][column]],
                        ],
                        [
                            [getters[column]()],
                        ],
                        [Names[column]]
                    )
                );
            }
        }
    }

    [Test]
    public void Pass_Whole_ReadsEveryRowAndInputOnce()
    {
        if (data.Counted is not { } counted)
        {
            Assert.Pass("Something in between reads on its own account.");
            return;
        }

        (var rowsRead, var reads) = (counted.RowsRead, counted.ReadsOf("Id"));

        ViewRows.Read(view);

        Assert.That((counted.RowsRead - rowsRead, counted.ReadsOf("Id") - reads), Is.EqualTo((RowCount, RowCount)));
    }

    private string[] Names => [.. view.Schema.Select(c => c.Name)];

    private void Holds(string? difference) => Assert.That(difference, Is.Null, layout.Name);

    private static object[][] Without(object[][] all, params int[] columns) =>
        [.. all.Select(row => row.Where((_, i) => !columns.Contains(i)).ToArray())];
}
