using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Where training gets the features of a row of ML.NET data from.</summary>
internal abstract class RowFeatures
{
    /// <summary>The columns that are read.</summary>
    public abstract IReadOnlyList<DataViewSchema.Column> Columns { get; }

    /// <summary>The number of features.</summary>
    public abstract int Width { get; }

    /// <summary>Gives a function that reads the row a cursor stands on into [D] values, and is told the row's number.</summary>
    /// <exception cref="InvalidOperationException">From the function: the row is unusable.</exception>
    public abstract Action<Memory<float>, long> NewReader(DataViewRow row);
}
