using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class CursorTests
{
    private readonly MLContext ml = new(seed: 1);

    [Test]
    public void Position_BeforeDuringAndAfter_CountsFromMinusOneAndEndsThere()
    {
        using var cursor = Samples.ItemView(ml, 2).GetRowCursor([]);
        var positions = new List<long> { cursor.Position };

        while (cursor.MoveNext())
        {
            positions.Add(cursor.Position);
        }

        positions.Add(cursor.Position);

        Assert.That(positions, Is.EqualTo(new[] { -1L, 0, 1, -1 }));
        Assert.That(cursor.MoveNext(), Is.False);
    }

    [Test]
    public void Getter_InactiveColumn_Throws()
    {
        var data = Samples.ItemView(ml, 1);
        using var cursor = data.GetRowCursor([data.Schema["Id"]]);

        Assert.That(cursor.IsColumnActive(data.Schema["Id"]), Is.True);
        Assert.That(cursor.IsColumnActive(data.Schema["Name"]), Is.False);
        Assert.That(
            () => cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["Name"]),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo("requested column not active (Parameter 'column')")
        );
    }

    [Test]
    public void Getter_WrongType_Throws()
    {
        var data = Samples.ItemView(ml, 1);
        using var cursor = data.GetRowCursor(data.Schema);

        Assert.That(
            () => cursor.GetGetter<double>(data.Schema["Id"]),
            Throws.InvalidOperationException.With.Message.EqualTo(
                "Invalid TValue in GetGetter for column #Id: Int32: 'System.Double', expected type: 'System.Int32'."
            )
        );
    }

    [Test]
    public void IdGetter_BeforeMoveNext_Throws()
    {
        using var cursor = Samples.ItemView(ml, 1).GetRowCursor([]);
        var getId = cursor.GetIdGetter();
        DataViewRowId id = default;

        Assert.That(
            () => getId(ref id),
            Throws.InvalidOperationException.With.Message.StartsWith("Values cannot be fetched at this time. ")
        );
    }

    [Test]
    public void IdGetter_EachRow_GivesAnotherId()
    {
        using var cursor = Samples.ItemView(ml, 100).GetRowCursor([]);
        var getId = cursor.GetIdGetter();
        var ids = new List<DataViewRowId>();
        DataViewRowId id = default;

        while (cursor.MoveNext())
        {
            getId(ref id);
            ids.Add(id);
        }

        Assert.That(ids.Distinct().Count(), Is.EqualTo(100));
    }

    [Test]
    public void Getter_SameBuffer_IsReused()
    {
        var data = Samples.ItemView(ml, 2);
        using var cursor = data.GetRowCursor(data.Schema);
        var get = cursor.GetGetter<VBuffer<float>>(data.Schema["Values"]);
        VBuffer<float> buffer = default;

        cursor.MoveNext();
        get(ref buffer);
        var first = buffer;
        cursor.MoveNext();
        get(ref buffer);

        // The first row's buffer now shows the second row.
        Assert.That(first.DenseValues(), Is.EqualTo(new[] { 1f, 2, -1 }));
    }

    [Test]
    public void Getters_InAnyOrderAndTwice_GiveTheRowsValues()
    {
        var data = Samples.ItemView(ml, 3);
        using var cursor = data.GetRowCursor(data.Schema);
        cursor.MoveNext();
        cursor.MoveNext();

        Assert.That(Samples.ValueOf<int>(cursor, "Id"), Is.EqualTo(1));
        Assert.That(Samples.ValueOf<ReadOnlyMemory<char>>(cursor, "Name").ToString(), Is.EqualTo("item 1"));
        Assert.That(Samples.ValueOf<int>(cursor, "Id"), Is.EqualTo(1));
    }

    [Test]
    public void Dispose_BeforeTheEnd_EndsTheCursor()
    {
        var cursor = Samples.ItemView(ml, 3).GetRowCursor([]);
        cursor.MoveNext();

        cursor.Dispose();
        cursor.Dispose();

        Assert.That(cursor.MoveNext(), Is.False);
    }
}
