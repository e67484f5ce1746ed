using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class DataViewSchemaTests
{
    private static DataViewSchema Build(params (string Name, DataViewType Type)[] columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var (name, type) in columns)
        {
            builder.AddColumn(name, type);
        }

        return builder.ToSchema();
    }

    [Test]
    public void Builder_DuplicateName_HidesTheFirst()
    {
        var schema = Build(
            ("A", NumberDataViewType.Single),
            ("B", NumberDataViewType.Int32),
            ("A", TextDataViewType.Instance)
        );

        Assert.That(schema.Count, Is.EqualTo(3));
        Assert.That(schema.Select(column => column.IsHidden), Is.EqualTo(new[] { true, false, false }));
        Assert.That(schema["A"].Index, Is.EqualTo(2));
        Assert.That(schema[0].Type, Is.EqualTo(NumberDataViewType.Single));
    }

    [Test]
    public void AddColumns_OfSchema_KeepsIndicesAndHidesReplacedOnes()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(Build(("A", NumberDataViewType.Single), ("B", NumberDataViewType.Int32)));
        builder.AddColumn("B", TextDataViewType.Instance);

        var schema = builder.ToSchema();

        Assert.That(schema.Select(column => column.Name), Is.EqualTo(new[] { "A", "B", "B" }));
        Assert.That(schema.Select(column => column.Index), Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That(schema[1].IsHidden, Is.True);
        Assert.That(schema["B"].Type, Is.EqualTo(TextDataViewType.Instance));
    }

    [Test]
    public void AddColumns_Detached_AddsThem()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns([new DataViewSchema.DetachedColumn("A", NumberDataViewType.Single)]);

        Assert.That(builder.ToSchema()["A"].Annotations.Schema.Count, Is.Zero);
    }

    [Test]
    public void Indexer_UnknownName_Throws() =>
        Assert.That(
            () => Build(("A", NumberDataViewType.Single))["Nope"],
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo("Column 'Nope' not found (Parameter 'name')")
        );

    [Test]
    public void Indexer_IndexPastTheEnd_Throws() =>
        Assert.That(
            () => Build(("A", NumberDataViewType.Single))[1],
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("columnIndex")
        );

    [Test]
    public void GetColumnOrNull_UnknownName_IsNull() =>
        Assert.That(Build(("A", NumberDataViewType.Single)).GetColumnOrNull("Nope"), Is.Null);

    [Test]
    public void AddColumn_WithoutNameOrType_Throws()
    {
        var builder = new DataViewSchema.Builder();

        Assert.That(() => builder.AddColumn("", NumberDataViewType.Single), Throws.ArgumentNullException);
        Assert.That(() => builder.AddColumn("A", null!), Throws.ArgumentNullException);
    }

    [Test]
    public void ColumnToString_WithAnnotations_NamesThem()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("Unit", TextDataViewType.Instance, "m".AsMemory());
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", NumberDataViewType.Single, annotations.ToAnnotations());
        builder.AddColumn("B", NumberDataViewType.Single);

        var schema = builder.ToSchema();

        Assert.That(schema["A"].ToString(), Is.EqualTo("A: Single {Unit}"));
        Assert.That(schema["B"].ToString(), Is.EqualTo("B: Single"));
    }
}
