using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class SchemaShapeTests
{
    private readonly MLContext ml = new(seed: 1);

    private sealed class Mixed
    {
        public float Scalar { get; set; }

        [VectorType(2)]
        public double[] Fixed { get; set; } = [];
        public float[] Variable { get; set; } = [];

        [KeyType(5)]
        public uint Key { get; set; }
    }

    /// <summary>The members that the product needs and that ML.NET has not made public.</summary>
    private static class Hidden
    {
        [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
        public static extern SchemaShape.Column Column(
            string name,
            SchemaShape.Column.VectorKind vecKind,
            DataViewType itemType,
            bool isKey,
            SchemaShape? annotations
        );

        [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "Create")]
        public static extern SchemaShape Create(SchemaShape? unused, DataViewSchema schema);
    }

    private SchemaShape Shape() => Hidden.Create(null, ml.Data.LoadFromEnumerable(Array.Empty<Mixed>()).Schema);

    [TestCase("Scalar", SchemaShape.Column.VectorKind.Scalar, "Single", false)]
    [TestCase("Fixed", SchemaShape.Column.VectorKind.Vector, "Double", false)]
    [TestCase("Variable", SchemaShape.Column.VectorKind.VariableVector, "Single", false)]
    [TestCase("Key", SchemaShape.Column.VectorKind.Scalar, "UInt32", true)]
    public void Create_OfSchema_HasKindItemTypeAndKey(
        string name,
        SchemaShape.Column.VectorKind kind,
        string itemType,
        bool isKey
    )
    {
        var column = Shape().Single(column => column.Name == name);

        Assert.That(column.Kind, Is.EqualTo(kind));
        Assert.That(column.ItemType.ToString(), Is.EqualTo(itemType));
        Assert.That(column.IsKey, Is.EqualTo(isKey));
        Assert.That(column.Annotations.Count, Is.Zero);
    }

    [Test]
    public void Create_OfSchemaWithHiddenColumns_LeavesThemOut()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", NumberDataViewType.Single);
        builder.AddColumn("A", TextDataViewType.Instance);

        var shape = Hidden.Create(null, builder.ToSchema());

        Assert.That(shape.Select(column => column.ItemType), Is.EqualTo(new[] { TextDataViewType.Instance }));
    }

    [Test]
    public void Constructor_OfColumns_KeepsThem()
    {
        var column = Hidden.Column(
            "Score",
            SchemaShape.Column.VectorKind.Scalar,
            NumberDataViewType.Single,
            false,
            null
        );

        var shape = new SchemaShape([column]);

        Assert.That(shape.Count, Is.EqualTo(1));
        Assert.That(shape[0].Name, Is.EqualTo("Score"));
        Assert.That(shape[0].Annotations, Is.Not.Null);
    }

    [Test]
    public void Column_KeyTypeAsItemType_Throws() =>
        Assert.That(
            () =>
                Hidden.Column(
                    "A",
                    SchemaShape.Column.VectorKind.Scalar,
                    new KeyDataViewType(typeof(uint), 3),
                    true,
                    null
                ),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("itemType")
        );

    [Test]
    public void CustomMapping_WithOutputDefinition_GivesShapeOfItsColumns()
    {
        var definition = SchemaDefinition.Create(typeof(Mixed));
        definition["Variable"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 7);

        var shape = ml
            .Transforms.CustomMapping<Empty, Mixed>((_, _) => { }, null, outputSchemaDefinition: definition)
            .GetOutputSchema(new SchemaShape([]));

        var column = shape.Single(column => column.Name == "Variable");

        Assert.That(column.Kind, Is.EqualTo(SchemaShape.Column.VectorKind.Vector));
        Assert.That(column.ItemType, Is.EqualTo(NumberDataViewType.Single));
    }

    private sealed class Empty { }
}
