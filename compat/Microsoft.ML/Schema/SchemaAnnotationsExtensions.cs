namespace Microsoft.ML.Data;

public static class SchemaAnnotationsExtensions
{
    public static bool HasSlotNames(this DataViewSchema.Column column) =>
        column.Type is VectorDataViewType { IsKnownSize: true } vector
        && AnnotationType(column, AnnotationKinds.SlotNames) is VectorDataViewType names
        && names.Size == vector.Size
        && names.ItemType is TextDataViewType;

    public static void GetSlotNames(this DataViewSchema.Column column, ref VBuffer<ReadOnlyMemory<char>> slotNames) =>
        column.Annotations.GetValue(AnnotationKinds.SlotNames, ref slotNames);

    public static bool HasKeyValues(this DataViewSchema.Column column, PrimitiveDataViewType keyValueItemType = null) =>
        PrimitiveTypes.ItemTypeOf(column.Type) is KeyDataViewType key
        && AnnotationType(column, AnnotationKinds.KeyValues) is VectorDataViewType values
        && (ulong)values.Size == key.Count
        && (keyValueItemType ?? TextDataViewType.Instance).Equals(values.ItemType);

    public static void GetKeyValues<TValue>(this DataViewSchema.Column column, ref VBuffer<TValue> keyValues) =>
        column.Annotations.GetValue(AnnotationKinds.KeyValues, ref keyValues);

    public static bool IsNormalized(this DataViewSchema.Column column)
    {
        if (AnnotationType(column, AnnotationKinds.IsNormalized) is not BooleanDataViewType)
        {
            return false;
        }

        var value = false;
        column.Annotations.GetValue(AnnotationKinds.IsNormalized, ref value);
        return value;
    }

    private static DataViewType AnnotationType(DataViewSchema.Column column, string kind) =>
        column.Annotations.Schema.GetColumnOrNull(kind)?.Type;
}
