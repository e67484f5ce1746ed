using System.Runtime.CompilerServices;
using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>Schema shapes as ML.NET makes them and as text, for comparison.</summary>
internal static class Shapes
{
    /// <summary>ML.NET's own conversion, which estimator chains use; not public.</summary>
    public static SchemaShape Of(DataViewSchema schema) => Create(null, schema);

    /// <summary>Name, kind, item type, key-ness and annotations of every column, sorted by name.</summary>
    public static string[] Describe(SchemaShape shape) => [.. shape.Select(Describe).Order(StringComparer.Ordinal)];

    /// <summary>Name, type with size, visibility and annotations of every column, in order.</summary>
    public static string[] Describe(DataViewSchema schema) =>
        [.. schema.Select(c => $"{c.Name}: {c.Type} hidden={c.IsHidden} [{string.Join(", ", c.Annotations.Schema)}]")];

    private static string Describe(SchemaShape.Column column) =>
        $"{column.Name}: {column.Kind} {column.ItemType} key={column.IsKey} [{string.Join(", ", Describe(column.Annotations))}]";

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "Create")]
    private static extern SchemaShape Create(SchemaShape? type, DataViewSchema schema);
}
