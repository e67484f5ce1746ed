namespace Microsoft.ML.Transforms;

/// <summary>Finds the inputs of transforms, with ML.NET's complaint about missing ones.</summary>
internal static class InputColumns
{
    public static DataViewSchema.Column FindInput(this DataViewSchema schema, string name) =>
        schema.GetColumnOrNull(name) ?? throw SchemaErrors.MissingColumn("input", name);

    public static SchemaShape.Column FindInput(this SchemaShape shape, string name) =>
        shape.TryFindColumn(name, out var column) ? column : throw SchemaErrors.MissingColumn("input", name);
}
