namespace Microsoft.ML.Data;

/// <summary>
/// One column that a row-to-row transformer adds or replaces. MakeGetter gets a row of the input schema in which
/// InputColumns are active and returns a <see cref="ValueGetter{TValue}"/> of the type's raw type.
/// </summary>
internal sealed record ComputedColumn(
    string Name,
    DataViewType Type,
    DataViewSchema.Annotations Annotations,
    int[] InputColumns,
    Func<DataViewRow, Delegate> MakeGetter
);
