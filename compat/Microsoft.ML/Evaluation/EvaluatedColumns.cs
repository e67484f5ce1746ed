namespace Microsoft.ML;

/// <summary>Finds and reads the columns of scored data.</summary>
internal static class EvaluatedColumns
{
    public static DataViewSchema.Column Find(DataViewSchema schema, string role, string name) =>
        schema.GetColumnOrNull(name)
        // ML.NET has name and role the wrong way round.
        ?? throw new ArgumentOutOfRangeException(nameof(schema), $"{name} column '{role}' not found");

    /// <summary>
    /// Returns a getter of a label as a number. A Single is unchanged. A key becomes its zero-based value, or NaN if it
    /// is missing.
    /// </summary>
    public static ValueGetter<float> LabelGetter(DataViewRow row, DataViewSchema.Column label) =>
        Type.GetTypeCode(label.Type.RawType) switch
        {
            TypeCode.Byte => FromKey<byte>(row, label, key => key),
            TypeCode.UInt16 => FromKey<ushort>(row, label, key => key),
            TypeCode.UInt32 => FromKey<uint>(row, label, key => key),
            TypeCode.UInt64 => FromKey<ulong>(row, label, key => key),
            _ => row.GetGetter<float>(label),
        };

    private static ValueGetter<float> FromKey<T>(DataViewRow row, DataViewSchema.Column label, Func<T, ulong> widen)
    {
        var getter = row.GetGetter<T>(label);
        T key = default;
        return (ref float value) =>
        {
            getter(ref key);
            var number = widen(key);
            value = number == 0 ? float.NaN : number - 1;
        };
    }
}
