using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests.Shared;

/// <summary>Creates schema shapes as ML.NET does, and describes them as text for comparison.</summary>
public static class Shapes
{
    /// <summary>Converts a schema with ML.NET's own method, which estimator chains use and which is not public.</summary>
    public static SchemaShape Create(DataViewSchema schema) => Create(null, schema);

    /// <summary>Returns the name, kind, item type, annotations and whether it is a key for every column, sorted by name.</summary>
    public static string[] Describe(SchemaShape shape) => [.. shape.Select(Describe).Order(StringComparer.Ordinal)];

    /// <summary>Returns the name, type with size, visibility and annotations of every column, in order.</summary>
    public static string[] Describe(DataViewSchema schema) =>
        [.. schema.Select(c => (c.IsHidden ? "hidden " : "") + Describe(c))];

    /// <summary>Returns the name, type with size, annotations and slot names of a column.</summary>
    public static string Describe(DataViewSchema.Column column) =>
        $"{column.Name}: {column.Type} [{string.Join(", ", column.Annotations.Schema)}] {SlotNames(column)}";

    private static string Describe(SchemaShape.Column column) =>
        $"{column.Name}: {column.Kind} {column.ItemType} key={column.IsKey} [{string.Join(", ", Describe(column.Annotations))}]";

    /// <summary>
    /// Returns the names of a column's slots, separated by spaces. The result is empty if the slots have no names.
    /// </summary>
    public static string SlotNames(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        if (column.HasSlotNames())
        {
            column.GetSlotNames(ref names);
        }

        return string.Join(' ', names.DenseValues());
    }

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "Create")]
    private static extern SchemaShape Create(SchemaShape? type, DataViewSchema schema);
}
