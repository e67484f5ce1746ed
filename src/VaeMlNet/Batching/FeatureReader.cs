using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Reads the feature column of a row, dense or sparse, into a span of float32 [D].</summary>
/// <param name="row">The row or cursor that the features are of; it gives the number in messages.</param>
/// <param name="getter">Getter of the feature column.</param>
/// <param name="columnName">Name of the feature column.</param>
internal sealed class FeatureReader(DataViewRow row, ValueGetter<VBuffer<float>> getter, string columnName)
{
    private VBuffer<float> features;

    /// <exception cref="InvalidOperationException">The row has another number of values than its schema says.</exception>
    public void Read(Span<float> destination)
    {
        getter(ref features);
        if (features.Length != destination.Length)
        {
            // LoadFromEnumerable takes arrays of any length for a column of known size.
            throw StepErrors.WrongLength(columnName, row.Position, features.Length, destination.Length);
        }
        features.CopyTo(destination);
    }
}
