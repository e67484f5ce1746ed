using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Reads the features of a row of ML.NET data.</summary>
internal abstract class RowFeatures
{
    public abstract IReadOnlyList<DataViewSchema.Column> Columns { get; }

    /// <summary>Gets the number of values that are read of each row, which are also the stored ones.</summary>
    public abstract int Width { get; }

    /// <summary>Gets the encoder of stored rows; null if the network takes the values as they are.</summary>
    public virtual TableEncoder? Encoder => null;

    /// <summary>Gets the number of slots of conditions at the end of a row.</summary>
    public virtual int ConditionWidth => 0;

    /// <summary>Gets the encoding of stored rows for the network; null if it takes them as they are.</summary>
    public RowEncoding? Encoding => Encoder is null ? null : new(Encoder, ConditionWidth, isOfStoredRows: true);

    /// <summary>Returns stored rows as the network takes them.</summary>
    public MemoryRows ForNetwork(MemoryRows stored) =>
        Encoding is { } encoding ? new EncodedRows(stored, encoding) : stored;

    /// <summary>
    /// Returns a function that reads a cursor's current row into as many values as <see cref="Width"/>. Its second argument is the number of the row.
    /// </summary>
    /// <exception cref="InvalidOperationException">Thrown by the function: the row is unusable.</exception>
    public abstract Action<Memory<float>, long> NewReader(DataViewRow row);
}
