using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Reads a row's Single or Double values as doubles.</summary>
internal static class DoubleReader
{
    public delegate ReadOnlySpan<double> Read();

    public static Read Create(DataViewRow row, DataViewSchema.Column column) =>
        PrimitiveTypes.ItemTypeOf(column.Type) == NumberDataViewType.Single
            ? AsSpan(ItemGetters.Map<float, double>(row, column, value => value))
            : AsSpan(ItemGetters.Map<double, double>(row, column, value => value));

    private static Read AsSpan(Delegate getter)
    {
        if (getter is ValueGetter<double> getScalar)
        {
            double[] scalar = [0];
            return () =>
            {
                getScalar(ref scalar[0]);
                return scalar;
            };
        }

        var getVector = (ValueGetter<VBuffer<double>>)getter;
        VBuffer<double> vector = default;
        return () =>
        {
            getVector(ref vector);
            return vector.GetValues();
        };
    }
}
