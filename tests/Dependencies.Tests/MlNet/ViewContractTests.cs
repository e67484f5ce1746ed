using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

/// <summary>The contract of every data view, independent of the operation that created it.</summary>
public class ViewContractTests
{
    private const int RowCount = 300;

    private static readonly MLContext Ml = new(seed: 1);

    private static readonly Dictionary<string, Func<IDataView, IDataView>> Operations = new()
    {
        ["LoadFromEnumerable"] = data => data,
        ["Cache"] = data => Ml.Data.Cache(data),
        ["TakeRows"] = data => Ml.Data.TakeRows(data, 250),
        ["SkipRows"] = data => Ml.Data.SkipRows(data, 50),
        ["ShuffleRows"] = data => Ml.Data.ShuffleRows(data, seed: 3),
        ["FilterRowsByColumn"] = data =>
            Ml.Data.FilterRowsByColumn(Fit(Ml.Transforms.Conversion.ConvertType("Real", "Id"), data), "Real", 10, 290),
        ["TrainTestSplit"] = data => Ml.Data.TrainTestSplit(data, 0.3, seed: 5).TrainSet,
        ["CopyColumns"] = data => Fit(Ml.Transforms.CopyColumns("Copy", "Values"), data),
        ["Concatenate"] = data => Fit(Ml.Transforms.Concatenate("Both", "Values", "Values"), data),
        ["DropColumns"] = data => Fit(Ml.Transforms.DropColumns("Name"), data),
        ["SelectColumns"] = data => Fit(Ml.Transforms.SelectColumns("Values", "Id"), data),
        ["NormalizeMinMax"] = data => Fit(Ml.Transforms.NormalizeMinMax("Values"), data),
        ["MapValueToKey"] = data => Fit(Ml.Transforms.Conversion.MapValueToKey("Key", "Name"), data),
        ["CachedChain"] = data =>
            Ml.Data.Cache(
                Fit(Ml.Transforms.CopyColumns("Copy", "Values").Append(Ml.Transforms.NormalizeMinMax("Copy")), data)
            ),
    };

    private static IEnumerable<string> Names => Operations.Keys;

    private static IEnumerable<string> NamesKeepingVectors => Names.Where(name => name != "NormalizeMinMax");

    private static IDataView Fit<T>(IEstimator<T> estimator, IDataView data)
        where T : class, ITransformer => estimator.Fit(data).Transform(data);

    private static List<int> ReadIds(DataViewRowCursor cursor)
    {
        var ids = new List<int>();
        using (cursor)
        {
            var get = cursor.GetGetter<int>(cursor.Schema["Id"]);
            var id = 0;
            while (cursor.MoveNext())
            {
                get(ref id);
                ids.Add(id);
            }
        }

        return ids;
    }

    private static IDataView Make(string operation) => Operations[operation](Samples.ItemView(Ml, RowCount));

    [TestCaseSource(nameof(Names))]
    public void CursorSet_SeveralCursors_CoverTheRowsOfOneCursor(string operation)
    {
        var data = Make(operation);
        var expected = Samples.Ids(data);

        // Each on a thread of its own, as the cursors of a set may wait for one another.
        var readers = data.GetRowCursorSet([data.Schema["Id"]], 4)
            .Select(cursor => Task.Factory.StartNew(() => ReadIds(cursor), TaskCreationOptions.LongRunning))
            .ToArray();
        var actual = readers.SelectMany(reader => reader.Result).ToArray();

        Assert.That(actual, Is.EquivalentTo(expected));
        Assert.That(expected, Is.Unique);
    }

    [TestCaseSource(nameof(Names))]
    public void Cursors_ReadTwice_GiveTheSameRows(string operation)
    {
        var data = Make(operation);

        var first = Samples.Ids(data);

        Assert.That(Samples.Ids(data), Is.EqualTo(first));
    }

    [TestCaseSource(nameof(Names))]
    public void GetRowCount_WhereKnown_IsRight(string operation)
    {
        var data = Make(operation);

        Assert.That(data.GetRowCount(), Is.Null.Or.EqualTo(Samples.Ids(data).Length));
    }

    [TestCaseSource(nameof(Names))]
    public void RowIds_AllRows_AreDifferent(string operation)
    {
        using var cursor = Make(operation).GetRowCursor([]);
        var getId = cursor.GetIdGetter();
        var ids = new HashSet<DataViewRowId>();
        DataViewRowId id = default;
        var rows = 0;
        for (; cursor.MoveNext(); rows++)
        {
            getId(ref id);
            ids.Add(id);
        }

        Assert.That(ids, Has.Count.EqualTo(rows));
    }

    [TestCaseSource(nameof(Names))]
    public void Positions_OfRows_CountFromZero(string operation)
    {
        using var cursor = Make(operation).GetRowCursor([]);
        var positions = new List<long>();
        while (cursor.MoveNext())
        {
            positions.Add(cursor.Position);
        }

        Assert.That(positions, Is.EqualTo(Enumerable.Range(0, positions.Count).Select(i => (long)i)));
        Assert.That(cursor.Position, Is.EqualTo(-1));
    }

    [TestCaseSource(nameof(Names))]
    public void Columns_NotAskedFor_AreInactive(string operation)
    {
        var data = Make(operation);
        using var cursor = data.GetRowCursor([data.Schema["Id"]]);

        foreach (var column in data.Schema)
        {
            Assert.That(
                cursor.IsColumnActive(column),
                Is.EqualTo(column.Name == "Id" && !column.IsHidden),
                column.Name
            );
        }

        Assert.That(() => cursor.GetGetter<VBuffer<float>>(data.Schema["Values"]), Throws.InstanceOf<Exception>());
    }

    [TestCaseSource(nameof(NamesKeepingVectors))]
    public void Vectors_OfEachRow_BelongToItsId(string operation)
    {
        var data = Make(operation);

        var ids = Samples.Ids(data);
        var vectors = data.GetColumn<float[]>("Values").ToArray();

        Assert.That(vectors.Select(v => (int)v[0]), Is.EqualTo(ids));
        Assert.That(vectors.Select(v => (int)v[1]), Is.EqualTo(ids.Select(id => 2 * id)));
    }

    [TestCaseSource(nameof(Names))]
    public void Shuffled_WhereItCanBe_HasTheSameRows(string operation)
    {
        var data = Make(operation);

        var ids = ReadIds(data.GetRowCursor([data.Schema["Id"]], new Random(7)));

        Assert.That(ids, Is.EquivalentTo(Samples.Ids(data)));

        if (data.CanShuffle)
        {
            Assert.That(ids, Is.Not.Ordered);
        }
    }
}
