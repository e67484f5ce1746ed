using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Reads the features of a row of ML.NET data.</summary>
internal abstract class RowFeatures
{
    /// <summary>Gets the columns that are read.</summary>
    public abstract IReadOnlyList<DataViewSchema.Column> Columns { get; }

    /// <summary>Gets the number of features.</summary>
    public abstract int Width { get; }

    /// <summary>
    /// Returns a function that reads a cursor's current row into [D] values. Its second argument is the number of the row.
    /// </summary>
    /// <exception cref="InvalidOperationException">Thrown by the function: the row is unusable.</exception>
    public abstract Action<Memory<float>, long> NewReader(DataViewRow row);
}
