using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Reads the features of a row of ML.NET data.</summary>
internal abstract class RowFeatures
{
    /// <summary>The columns that are read.</summary>
    public abstract IReadOnlyList<DataViewSchema.Column> Columns { get; }

    /// <summary>The number of features.</summary>
    public abstract int Width { get; }

    /// <summary>
    /// Returns a function that reads the current row of a cursor into [D] values. Its second argument is the row's number.
    /// </summary>
    /// <exception cref="InvalidOperationException">From the function: the row is unusable.</exception>
    public abstract Action<Memory<float>, long> NewReader(DataViewRow row);
}
