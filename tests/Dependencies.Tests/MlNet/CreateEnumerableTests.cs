using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class CreateEnumerableTests
{
    private readonly MLContext ml = new(seed: 1);

    private sealed class WithMissing
    {
        public int Id { get; set; }
        public float output { get; set; }
    }

    private sealed class WrongType
    {
        public float Id { get; set; }
    }

    private sealed class Renamed
    {
        [ColumnName("Id")]
        public int Number { get; set; }
    }

    [Test]
    public void Create_ReusingTheRow_GivesOneObjectWithOneArray()
    {
        var rows = ml.Data.CreateEnumerable<Item>(Samples.ItemView(ml, 3), reuseRowObject: true);

        var seen = rows.Select(row => (Row: row, Array: row.Values, row.Id)).ToArray();

        Assert.That(seen.Select(item => item.Id), Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That(seen[2].Row, Is.SameAs(seen[0].Row));
        Assert.That(seen[2].Array, Is.SameAs(seen[0].Array));
    }

    [Test]
    public void Create_NotReusing_GivesIndependentRows()
    {
        var rows = ml.Data.CreateEnumerable<Item>(Samples.ItemView(ml, 3), reuseRowObject: false).ToArray();

        Assert.That(rows.Select(row => row.Values[1]), Is.EqualTo(new[] { 0f, 2, 4 }));
    }

    [Test]
    public void Create_MissingColumn_ThrowsAtOnce() =>
        Assert.That(
            () => ml.Data.CreateEnumerable<WithMissing>(Samples.ItemView(ml, 1), reuseRowObject: false),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo("Could not find  column 'output' (Parameter 'Schema')")
        );

    [Test]
    public void Create_MissingColumnIgnored_LeavesMember()
    {
        var row = ml
            .Data.CreateEnumerable<WithMissing>(
                Samples.ItemView(ml, 1),
                reuseRowObject: false,
                ignoreMissingColumns: true
            )
            .Single();

        Assert.That(row.output, Is.Zero);
    }

    [Test]
    public void Create_ColumnOfAnotherType_ThrowsAtOnce() =>
        Assert.That(
            () => ml.Data.CreateEnumerable<WrongType>(Samples.ItemView(ml, 1), reuseRowObject: false),
            Throws.InvalidOperationException.With.Message.EqualTo(
                "Can't bind the IDataView column 'Id' of type 'Int32' to field or property 'Id' of type 'System.Single'."
            )
        );

    [Test]
    public void Create_ColumnNameAttribute_BindsThatColumn()
    {
        var rows = ml.Data.CreateEnumerable<Renamed>(Samples.ItemView(ml, 2), reuseRowObject: false);

        Assert.That(rows.Select(row => row.Number), Is.EqualTo(new[] { 0, 1 }));
    }

    [Test]
    public void Create_WithSchemaDefinition_BindsItsColumns()
    {
        var definition = SchemaDefinition.Create(typeof(Renamed));
        definition.Single().ColumnName = "Other";
        var data = ml
            .Transforms.CopyColumns("Other", "Id")
            .Fit(Samples.ItemView(ml, 2))
            .Transform(Samples.ItemView(ml, 2));

        var rows = ml.Data.CreateEnumerable<Renamed>(data, reuseRowObject: false, schemaDefinition: definition);

        Assert.That(rows.Select(row => row.Number), Is.EqualTo(new[] { 0, 1 }));
    }

    [Test]
    public void GetColumn_AsArraysAndTexts_GivesFreshValues()
    {
        var data = Samples.ItemView(ml, 3);

        Assert.That(data.GetColumn<float[]>("Values").Select(v => v[0]).ToArray(), Is.EqualTo(new[] { 0f, 1, 2 }));
        Assert.That(data.GetColumn<float[]>(data.Schema["Values"]).ToArray()[1], Is.EqualTo(new[] { 1f, 2, -1 }));
        Assert.That(data.GetColumn<string>("Name"), Is.EqualTo(new[] { "item 0", "item 1", "item 2" }));
        Assert.That(
            data.GetColumn<ReadOnlyMemory<char>>("Name").Select(name => name.ToString()),
            Is.EqualTo(new[] { "item 0", "item 1", "item 2" })
        );
    }

    [Test]
    public void GetColumn_AsBuffers_ReusesOneBuffer()
    {
        var buffers = Samples.ItemView(ml, 3).GetColumn<VBuffer<float>>("Values").ToArray();

        // All rows share one buffer, which now has the values of the last row.
        Assert.That(buffers.Select(buffer => buffer.GetItemOrDefault(0)), Is.EqualTo(new[] { 2f, 2, 2 }));
    }

    [Test]
    public void GetColumn_ScalarAsArray_Throws() =>
        Assert.That(
            () => Samples.ItemView(ml, 1).GetColumn<int[]>("Id").ToArray(),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("column")
        );

    [Test]
    public void GetColumn_WrongType_Throws() =>
        Assert.That(
            () => Samples.ItemView(ml, 1).GetColumn<float>("Name").ToArray(),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo(
                    "Cannot map column (name: Name, type: String) in data to the user-defined type, System.Single. (Parameter 'column')"
                )
        );

    [Test]
    public void GetColumn_UnknownName_Throws() =>
        Assert.That(
            () => Samples.ItemView(ml, 1).GetColumn<float>("Nope").ToArray(),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo("Column 'Nope' not found (Parameter 'name')")
        );
}
